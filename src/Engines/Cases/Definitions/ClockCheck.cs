using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Checks the clocks of a matter: that each can start and stop, and acts as the law lets it.</summary>
internal static class ClockCheck
{
    private static readonly string[] Starts = ["submitted", "accepted", "decided", "issued", "supplement"];
    private static readonly string[] Ends = ["accepted", "decided", "issued", "delivered", "supplemented"];

    public static void Check(LoadedMatter loaded)
    {
        foreach (var clock in loaded.Matter.Clocks)
        {
            StartAndEnd(loaded, clock);
            Limit(loaded, clock);
            Expiry(loaded, clock);
        }
        Meetings(loaded);
        foreach (var item in loaded.Matter.Items.Where(i => i.Clock is not null))
        {
            var place = MatterCheck.Place(loaded, "item." + item.Key, "clock");
            if (loaded.Matter.Clocks.FirstOrDefault(c => c.Key == item.Clock) is not { } clock)
            {
                MatterCheck.Unknown(place, "clock", item.Clock!, loaded.Matter.Clocks.Where(c => c.Kind == ClockKind.Item).Select(c => c.Key));
            }
            else if (clock.Kind != (item.Task == ItemTask.Notice ? ClockKind.Notice : ClockKind.Item))
            {
                place.Fault($"'{clock.Key}' runs for the case, not for an item.", "Name a clock of 'kind: item'.");
            }
        }
    }

    private static void StartAndEnd(LoadedMatter loaded, ClockRule clock)
    {
        var name = "clocks." + clock.Key;
        var (from, to) = clock.Kind switch
        {
            ClockKind.Item => (["opened"], ["answered"]),
            ClockKind.Notice when clock.From == "opened" => (["opened"], ["answered"]),
            ClockKind.Term => (["accepted", "decided", "issued"], ["ended"]),
            ClockKind.Promise => (["promised"], ["fulfilled"]),
            ClockKind.Meeting => (MeetingClocks.Starts, [MeetingClocks.EndOf(clock.From)]),
            ClockKind.Supplement => (["supplement", "disagreed"], clock.From == "disagreed" ? ["corrected"] : ["supplemented"]),
            _ => (Starts, Ends),
        };
        if (clock.From.StartsWith("form.", StringComparison.Ordinal) && from == Starts)
        {
            if (loaded.Matter.Form.FirstOrDefault(f => f.Key == clock.From[5..]) is not { } field)
            {
                MatterCheck.Unknown(MatterCheck.Place(loaded, name, "from"), "field", clock.From[5..], loaded.Matter.Form.Where(f => f.Type == FieldType.Date).Select(f => f.Key));
            }
            else if (field.Type != FieldType.Date || !field.Required)
            {
                MatterCheck.Place(loaded, name, "from").Fault($"'{field.Key}' is no date that is always there.", "Start the clock from a field of 'type: date' and 'required: true'.");
            }
        }
        else if (!from.Contains(clock.From))
        {
            MatterCheck.Unknown(MatterCheck.Place(loaded, name, "from"), $"start of a {clock.Kind.ToString().ToLowerInvariant()} clock", clock.From, from == Starts ? [.. from, "form.{date}"] : from);
        }
        if (!to.Contains(clock.To))
        {
            MatterCheck.Unknown(MatterCheck.Place(loaded, name, "to"), $"end of a {clock.Kind.ToString().ToLowerInvariant()} clock", clock.To, to);
        }
        if (clock is { Kind: ClockKind.Item } or { Kind: ClockKind.Notice, From: "opened" } && loaded.Matter.Items.All(i => i.Clock != clock.Key))
        {
            MatterCheck.Place(loaded, name).Fault("No item uses this clock.", $"Write 'clock: {clock.Key}' at an item, or take it out.");
        }
    }

    /// <summary>Coordination needs its three clocks, and they need coordination.</summary>
    private static void Meetings(LoadedMatter loaded)
    {
        foreach (var start in MeetingClocks.Starts)
        {
            var clocks = loaded.Matter.Clocks.Where(c => c.Kind == ClockKind.Meeting && c.From == start).ToList();
            if (loaded.Matter.Coordination is null && clocks.Count > 0)
            {
                MatterCheck.Place(loaded, "clocks." + clocks[0].Key).Fault("There are no meetings in this matter.", "Add 'coordination: {tiers: [{title: …, office: county-leaders}]}', or take the clock out.");
            }
            if (loaded.Matter.Coordination is not null && clocks.Count != 1)
            {
                MatterCheck.Place(loaded, "coordination").Fault($"Coordination needs one clock from '{start}'.", $"Add it under 'clocks:': '{{title: …, kind: meeting, from: {start}, to: {MeetingClocks.EndOf(start)}{(start == MeetingClocks.Whistled ? ", limit: 2wd, on_expiry: escalate" : "")}}}'.");
            }
        }
        if (loaded.Matter.Coordination is { } rule && rule.Tiers.Length is 0 or > 3)
        {
            MatterCheck.Place(loaded, "coordination").Fault("There are one to three tiers.", "Write 'tiers: [{title: …, office: county-leaders}]', the nearest first.");
        }
    }

    private static void Limit(LoadedMatter loaded, ClockRule clock)
    {
        var place = MatterCheck.Place(loaded, "clocks." + clock.Key);
        if (MeetingClocks.HasOwnDate(clock))
        {
            if (place.Child("limit") is not null)
            {
                place.Fault("This clock ends on the day that people set.", "Take 'limit' out.");
            }
            return;
        }
        if (clock.Kind == ClockKind.Term && clock.Until is not null)
        {
            if (place.Child("limit") is not null)
            {
                place.Fault("A term has a limit or a last day, not both.", "Take 'limit' or 'until' out.");
            }
            return;
        }
        if (clock.Kind == ClockKind.Promise != (place.Child("limit") is null))
        {
            place.Fault(clock.Kind == ClockKind.Promise ? "A promise has the limit of its material." : "'limit' is missing.", clock.Kind == ClockKind.Promise ? "Take 'limit' out and write 'defer: {within: 5wd, before: decide}' at the material." : "Add 'limit: 5wd'.");
        }
        if (clock.Extension is { } extension && extension.Max.Basis != clock.Limit.Basis)
        {
            MatterCheck.Place(loaded, "clocks." + clock.Key, "extend").Fault("An extension counts as its clock does.", $"Write its 'max' as {clock.Limit} is written.");
        }
    }

    private static void Expiry(LoadedMatter loaded, ClockRule clock)
    {
        var place = MatterCheck.Place(loaded, "clocks." + clock.Key, "on_expiry");
        if (clock.Kind == ClockKind.Item && place.IsScalar)
        {
            place.Fault("What silence means is said by each item.", "Take 'on_expiry' out and write 'silence: consent' or 'silence: escalate' at the items.");
        }
        if (clock.OnExpiry == OnExpiry.DeemAccepted && (clock.To != "accepted" || !clock.PausedBy.Contains("supplement")))
        {
            place.Fault("Only a clock to the acceptance can end in it, and it must stand while the applicant supplements.", "Write 'to: accepted' and 'pause: [supplement]'.");
        }
        if (clock.OnExpiry == OnExpiry.Escalate && clock is not { Kind: ClockKind.Meeting, From: MeetingClocks.Whistled })
        {
            place.Fault("Only a leader's time to convene can go to the next tier by itself.", "Write 'on_expiry: red'; items have 'silence: escalate' and 'tiers'.");
        }
        if (clock.OnExpiry == OnExpiry.Withdraw && clock.Kind is not (ClockKind.Supplement or ClockKind.Promise))
        {
            place.Fault("Only the applicant's own time can end his case.", "Write 'on_expiry: red', or make it a clock of 'kind: supplement' or 'kind: promise'.");
        }
    }
}
