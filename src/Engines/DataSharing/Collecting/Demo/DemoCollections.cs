using System.Collections.Immutable;
using Zhuangjin.DataSharing.Collecting.Filling;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.DataSharing.Collecting.Tasks;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Collecting.Demo;

/// <summary>What the demo's Liuzhou departments collect: two that were merged and are being filled in, one before the bureau, one that the pool made needless.</summary>
internal sealed class DemoCollections(PlanDesk plans, TaskStore tasks, RowStore rows, SheetDesk sheets, IDatabase database, IOrganisations organisations, IPeople people, TimeProvider time) : IDemoData
{
    private static readonly DateOnly Deadline = new(2022, 9, 15);

    public int Order => 22;

    public async Task SeedAsync(IServiceProvider services, CancellationToken cancel)
    {
        if (organisations.Area("450202") is not { } district || organisations.Area("450203") is not { } other || (await tasks.NewestAsync(1, cancel)).Count > 0)
        {
            return;
        }
        var bureau = await ActorAsync("pool");
        var lonely = await PlanAsync("lz-civil", "独居老年人关爱服务采集", "掌握独居老年人的照料情况，安排探访和助餐服务", "《中华人民共和国老年人权益保障法》第三十七条", CollectPlan.Person, district,
            New("full_name", "姓名", "pop.person/name"), New("birth", "出生日期", "pop.person/born_on", ItemType.Date), New("f_alone", "是否独居", null, ItemType.Flag, required: true), New("f_carer", "主要照料人"), New("f_needs", "需要的服务"));
        await plans.DecideAsync(bureau, lonely.Id, approve: true, [], "", cancel);
        var health = await PlanAsync("lz-health", "老年人健康随访对象采集", "确定需要上门随访的老年人", "《基本公共卫生服务规范》及国卫基层发〔2022〕21号通知", CollectPlan.Person, district,
            New("f_alone", "是否独居", null, ItemType.Flag), New("f_chronic", "慢性病情况"), New("phone", "联系电话", "pop.person/phone") with { Reason = "登记电话常有更换，随访须以本人当面确认的为准" });
        await plans.DecideAsync(bureau, health.Id, approve: true, ["phone"], "同意社区当面核对联系电话", cancel);
        await PlanAsync("lz-land", "临街商铺使用情况核查", "核对临街商铺的使用现状，供国土空间规划实施监督使用", "《中华人民共和国城乡规划法》第五十三条", CollectPlan.Enterprise, other,
            New("name", "名称", "ent.base/name"), New("f_use", "实际用途", required: true), New("f_area", "实际使用面积", null, ItemType.Decimal) with { Length = 12, Scale = 2 }, New("f_own", "是否自有房屋", null, ItemType.Flag));
        await PlanAsync("lz-transport", "居民基本情况摸底", "了解公交线网覆盖居民的基本情况", "柳州市公交线网优化工作通知", CollectPlan.Person, district,
            New("full_name", "姓名", "pop.person/name"), New("sex", "性别", "pop.person/sex"), New("home", "住址", "pop.person/address"));
        await FillAsync(lonely.Id);

        async Task<CollectTask> PlanAsync(string login, string title, string purpose, string basis, string subject, Organisation area, params CollectField[] fields)
        {
            var actor = await ActorAsync(login);
            return await plans.PlanAsync(actor, new(actor.Appointments[0].OrganisationId, title, purpose, basis, subject, UpdateCycle.Quarterly, Deadline, [area.Id], [.. fields]), cancel);
        }

        async Task<Actor> ActorAsync(string login) => await people.ActorByLoginAsync(login, cancel) ?? throw new InvalidOperationException($"The demo has no '{login}'.");

        async Task FillAsync(string lead)
        {
            var worker = await ActorAsync("lz-community");
            var place = organisations.Find(worker.Appointments[0].OrganisationId)!;
            var view = await sheets.OpenAsync(worker, lead, place.Id, cancel);
            var now = time.GetUtcNow();
            var made = new List<SheetRow>();
            foreach (var login in (string[])["lz-resident", "owner", "owner2"])
            {
                // They stand in the person library with their own names: what is shown as known is what the pool has. Looking them up would first lay out its 800,000 records.
                var (code, name) = (await ActorAsync(login)).Parties.Where(p => p.Party.Kind == PartyKind.Person).Select(p => (p.Party.Code, p.Party.Name)).First();
                ImmutableArray<PooledValue> known = [.. view.Sheet.Known.Select(k => k.Finding).Where(f => f.Item!.Value.Item == "name").Select(f => new PooledValue(f.Item!.Value, name, f.Source!, f.Office!, 1, f.UpdatedAt!.Value))];
                string[] answers = made.Count < 2 ? ["true", made.Count == 0 ? "女儿" : "无", made.Count == 0 ? "助餐" : "每周探访"] : ["", "儿子"];
                var (read, _, complete) = RowRules.Read(view.Sheet, view.Subject, view.Sheet.Fields.Zip(answers).ToDictionary(x => x.First.Name, x => x.Second, StringComparer.Ordinal));
                var content = new RowContent(code, read, known);
                var (filled, spared) = RowRules.Count(view.Sheet, content);
                made.Add(new(Ids.New(time), lead, place.Id, worker.PersonId, now, complete, 1, filled, spared, content));
            }
            await database.WriteAsync(async s =>
            {
                foreach (var row in made)
                {
                    await rows.AddAsync(s, row);
                }
                return 0;
            }, cancel);
        }
    }

    private static CollectField New(string key, string name, string? item = null, ItemType type = ItemType.Text, bool required = false) => new(key, name, type, Required: required, Item: item is null ? null : ItemPath.Parse(item));
}
