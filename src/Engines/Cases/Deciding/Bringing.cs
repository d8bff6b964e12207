using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Deciding;

/// <summary>What an applicant changes of a running case: only what differs is kept, computed fields follow, and the whole must be in order afterwards.</summary>
internal static class Bringing
{
    /// <summary>The changes that are left, or null with faults.</summary>
    public static (ImmutableSortedDictionary<string, string> Form, ImmutableSortedDictionary<string, MaterialState> Materials)? Changes(
        Deliberation d, IReadOnlyDictionary<string, string> form, IReadOnlyDictionary<string, MaterialState> materials)
    {
        var state = d.State;
        var typed = form.Where(f => d.Matter.FindField(f.Key)?.Compute is null && state.Form.GetValueOrDefault(f.Key, "") != f.Value).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        var brought = materials.Where(m => m.Value != state.Materials.GetValueOrDefault(m.Key)).ToImmutableSortedDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
        foreach (var key in typed.Keys.Where(k => d.Matter.FindField(k) is { Locked: true } && state.Form.ContainsKey(k)))
        {
            d.Refuse("form." + key, "cases.fault.locked");
        }
        foreach (var key in typed.Keys.Where(k => d.Matter.FindField(k)?.By is not null))
        {
            d.Refuse("form." + key, "cases.fault.result-of-office");
        }
        foreach (var (key, _) in brought.Where(m => m.Value.Status == MaterialStatus.Missing || (m.Value.Status is MaterialStatus.Promised or MaterialStatus.Awaited && state.Materials.GetValueOrDefault(m.Key)?.Status == MaterialStatus.Provided)))
        {
            d.Refuse("material." + key, "cases.fault.material-wanting");
        }
        var merged = Merge(state.Form, typed);
        d.Refuse(FormCheck.Check(d.Matter, merged, state.Materials.SetItems(brought), forSubmission: true, d.Now.ChinaDate()));
        if (d.IsRefused)
        {
            return null;
        }
        Follow(d, merged, typed);
        return (typed.ToImmutableSortedDictionary(StringComparer.Ordinal), brought);
    }

    /// <summary>What an item's office fills in with its agreement; null with faults.</summary>
    public static ImmutableSortedDictionary<string, string>? Results(Deliberation d, string item, IReadOnlyDictionary<string, string> form)
    {
        foreach (var key in form.Keys.Where(k => d.Matter.FindField(k)?.By != item))
        {
            d.Refuse("form." + key, "cases.fault.not-asked");
        }
        var merged = Merge(d.State.Form, form);
        d.Refuse(FormCheck.CheckResults(d.Matter, item, merged, d.Now.ChinaDate()));
        if (d.IsRefused)
        {
            return null;
        }
        var typed = form.Where(f => d.State.Form.GetValueOrDefault(f.Key, "") != f.Value).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        Follow(d, merged, typed);
        return typed.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>Computed fields follow what they rest on.</summary>
    private static void Follow(Deliberation d, ImmutableSortedDictionary<string, string> merged, Dictionary<string, string> typed)
    {
        var full = d.Matter.Complete(merged);
        foreach (var computed in d.Matter.Matter.Form.Where(f => f.Compute is not null && full.GetValueOrDefault(f.Key, "") != d.State.Form.GetValueOrDefault(f.Key, "")))
        {
            typed[computed.Key] = full.GetValueOrDefault(computed.Key, "");
        }
    }

    public static ImmutableSortedDictionary<string, string> Merge(ImmutableSortedDictionary<string, string> form, IReadOnlyDictionary<string, string> changes) =>
        form.SetItems(changes.Where(c => c.Value.Length > 0)).RemoveRange(changes.Where(c => c.Value.Length == 0).Select(c => c.Key));
}
