using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Runtime.Node;

/// <summary>A small matter of no scenario: permission to lay out a public garden. One window, two offices in parallel, one approver.</summary>
internal static class GardenMatter
{
    public static CompiledMatter Compiled { get; } = CompiledMatter.Of(new Matter
    {
        Key = "garden",
        Version = "1",
        Hash = new string('a', 64),
        Title = new("公共花园许可", "Garden permit"),
        Summary = new("取得花园布置许可。"),
        Audience = new("法人"),
        Office = "approval",
        Fee = new(0, null),
        SubjectField = "name",
        DivisionField = "place",
        Published = ["name", "area_m2"],
        Form =
        [
            new() { Key = "name", Type = FieldType.Text, Label = new("花园名称"), Required = true, Max = 60 },
            new() { Key = "place", Type = FieldType.Division, Label = new("所在地"), Required = true },
            new() { Key = "owner", Type = FieldType.Text, Label = new("申请人"), Prefill = "party.name", Locked = true },
            new() { Key = "area_m2", Type = FieldType.Decimal, Label = new("面积"), Minimum = 0 },
        ],
        Materials =
        [
            new() { Key = "plan", Title = new("平面图"), Accept = ["pdf"], Required = false },
        ],
        Clocks =
        [
            new() { Key = "accept", Title = new("受理"), Kind = ClockKind.Statutory, From = "submitted", To = "accepted", Limit = Limit.Parse("5wd"), OnExpiry = OnExpiry.DeemAccepted },
            new() { Key = "whole", Title = new("办结"), Kind = ClockKind.Promised, From = "accepted", To = "decided", Limit = Limit.Parse("10wd"), PausedBy = ["supplement", "correction"] },
            new() { Key = "opinion", Title = new("意见"), Kind = ClockKind.Item, From = "opened", To = "answered", Limit = Limit.Parse("3wd"), OnExpiry = OnExpiry.Red },
        ],
        Steps =
        [
            new() { Key = "acceptance", Title = new("受理"), Items = [new() { Key = "accept", Title = new("受理"), Task = ItemTask.Acceptance, Office = "approval", Role = Roles.WindowClerk }] },
            new()
            {
                Key = "review",
                Title = new("审查"),
                Items =
                [
                    new() { Key = "planning", Title = new("规划意见"), Task = ItemTask.Review, Office = "planning", Role = Roles.Reviewer, Clock = "opinion" },
                    new() { Key = "water", Title = new("供水意见"), Task = ItemTask.Review, Office = "water", Role = Roles.Reviewer, Clock = "opinion" },
                ],
            },
            new() { Key = "decision", Title = new("决定"), Items = [new() { Key = "decide", Title = new("审批"), Task = ItemTask.Decision, Office = "approval", Role = Roles.Approver }] },
        ],
    });
}
