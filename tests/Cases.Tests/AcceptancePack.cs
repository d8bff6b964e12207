using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Deciding;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Tests;

/// <summary>The real pack of 验收即交证, copied beside the tests.</summary>
internal static class AcceptancePack
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "pack");

    public static readonly CompiledMatter Main = Load();

    public static readonly ImmutableSortedDictionary<string, string> Form = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["project_name"] = "示例项目",
        ["project_code"] = "2020-451002-47-01-000001",
        ["division"] = "451002",
        ["address"] = "示例路8号",
        ["parcel_no"] = "451002001001GB00001",
        ["owner"] = "百色示例置业有限公司",
        ["uscc"] = "91451000MA5EXAMP1G",
        ["contact"] = "黄示例",
        ["phone"] = "13800000000",
        ["building_name"] = "1号库",
        ["building_use"] = "storage",
        ["building_area_m2"] = "12850.5",
        ["floors"] = "3",
        ["height_m"] = "18.6",
        ["civil_defence_area_m2"] = "820",
        ["completion_date"] = "2022-08-05",
        ["opinion_no"] = "桂联验2022",
        ["opinion_date"] = "2022-08-16",
        ["land_certificate_no"] = "桂（2020）",
        ["planning_permit_no"] = "建字第1号",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static MaterialState File(string name) => new(MaterialStatus.Provided, name, name + ".pdf", 10, null, null, null);

    public static readonly MaterialState Promised = new(MaterialStatus.Promised, null, null, 0, null, null, null);

    public static ImmutableSortedDictionary<string, MaterialState> Materials(params string[] promised) =>
        Main.Matter.Materials.ToImmutableSortedDictionary(m => m.Key, m => promised.Contains(m.Key) ? Promised : File(m.Key), StringComparer.Ordinal);

    public static Submit Submission(params string[] promised) =>
        new("case", "451000-20220816-000001", new Party("party", PartyKind.LegalEntity, "百色示例置业有限公司", "91451000MA5EXAMP1G"), null, "home", "home/", "code", Form, Materials(promised));

    public static DecisionContext At(DateTimeOffset now, string person = "person") =>
        new(new Actor(person, person, [], []), now, WorkCalendar.Shipped, f => new Organisation(f, "home", $"home/{f}/", OrganisationKind.Department, "451000", f, new LocalText(f)));

    public static DateTimeOffset China(int year, int month, int day, int hour = 9) => new(year, month, day, hour, 0, 0, ChinaTime.Offset);

    private static CompiledMatter Load()
    {
        var pack = PackLoader.Load(new FolderPackFiles(Folder));
        return pack.Matters.FirstOrDefault(m => m.Matter.Key == "acceptance-certificate") ?? throw new InvalidOperationException(string.Join("\n", pack.Errors));
    }
}
