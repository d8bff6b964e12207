using System.Collections.Immutable;
using Zhuangjin.DataSharing.Collecting.Filling;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Exchange;

namespace Zhuangjin.DataSharing.Collecting.Receiving;

/// <summary>What a task receives: a row for each subject, of the fields that it asked and no others. Pure.</summary>
internal sealed record ResultTable(ImmutableArray<string> Headings, ImmutableArray<ImmutableArray<string>> Rows)
{
    public const string Community = "community";

    /// <param name="fields">The task's fields with the names of their answers on the sheets.</param>
    /// <param name="nameOf">The community's name.</param>
    public static ResultTable Of(string subject, IReadOnlyList<(string Key, string Name)> fields, IEnumerable<SheetRow> rows, Func<string, string> nameOf) => new(
        [CollectPlan.KeyOf(subject), Community, .. fields.Select(f => f.Key)],
        [
            .. rows.GroupBy(r => r.Content.Code, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (ImmutableArray<string>)
            [
                g.Key, nameOf(g.MinBy(r => r.Id, StringComparer.Ordinal)!.Community),
                // A subject can stand on sheets of several groups, each of which asks other fields.
                .. fields.Select(f => g.Select(r => r.Content.Answers.GetValueOrDefault(f.Name)).FirstOrDefault(v => v is not null) ?? ""),
            ]),
        ]);

    public byte[] Csv()
    {
        using var file = new MemoryStream();
        using (var csv = new CsvWriter(file))
        {
            foreach (var row in Rows.Prepend(Headings))
            {
                csv.Row([.. row]);
            }
        }
        return file.ToArray();
    }

    /// <summary>The resource that a task's own fields become.</summary>
    /// <param name="key">The base library's item by which subjects are found; null where there is none.</param>
    public static Description Describe(CollectTask task, string code, ItemPath? key)
    {
        var person = task.Plan.Subject == CollectPlan.Person;
        return new(code, new(task.Plan.Title), new($"{task.Plan.Title}：{task.Plan.Purpose}（采集依据：{task.Plan.Basis}）"), task.Plan.OfficeId,
            person ? SharingClass.Conditional : SharingClass.Unconditional, person ? "涉及个人信息：按办理事项的需要逐项授权，经提供部门同意后共享。" : null, ["api", "file"], task.Plan.Cycle, BaseLibrary.None, Open: false, OpenCondition: null, [task.Plan.Title[..Math.Min(30, task.Plan.Title.Length)], "基层采集"],
            [
                person
                    ? new(CollectPlan.KeyOf(task.Plan.Subject), new("公民身份号码", "Identity number"), ItemType.Text, 18, Required: true, Identifies: true, Names: CollectPlan.Person, CodeList: "GB 11643", Sensitivity: Sensitivity.Sensitive, Source: key)
                    : new(CollectPlan.KeyOf(task.Plan.Subject), new("统一社会信用代码", "Unified social credit code"), ItemType.Text, 18, Required: true, Identifies: true, Names: CollectPlan.Enterprise, CodeList: "GB 32100", Source: key),
                new(Community, new("填报社区", "Community"), ItemType.Text, 60),
                .. task.Own.Select(f => f.AsItem(task.Plan.Subject)),
            ]);
    }
}
