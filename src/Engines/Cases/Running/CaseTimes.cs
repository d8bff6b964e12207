using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Running;

/// <summary>What of a snapshot tells when its clocks end; reading only this costs a fraction of reading a case with its papers, and a change of the calendar reads every open case.</summary>
internal sealed class CaseTimes
{
    public required string Id { get; set; }

    public required string Number { get; set; }

    public required string MatterKey { get; set; }

    public required string MatterVersion { get; set; }

    public required string MatterHash { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public Dictionary<string, ItemState> Items { get; set; } = [];

    public Dictionary<string, ClockState> Clocks { get; set; } = [];

    /// <summary>The rows of clocks and of open items as a calendar derives them; those of <see cref="Projection"/>, without the rest of it.</summary>
    public (List<ClockRow> Clocks, List<ItemTimes> Items) Derive(Matter matter, WorkCalendar calendar)
    {
        var ends = new ClockEnds(matter, Clocks.Values, calendar);
        var open = Items.Values.Where(i => i is { Status: ItemStatus.Open, OrganisationId.Length: > 0 } && EndedAt is null);
        return (
            [.. ends.Rows(Id, EndedAt)],
            [.. from item in open
                let end = ends.Of(item)
                where end is { Due: not null }
                select new ItemTimes(Id, item.Key, end.Due!, end.ExpiresAt, end.AmberAt, end.Provisional)]);
    }
}
