using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>补正: asked once, naming every gap; the applicant brings what was named.</summary>
internal static class Supplementing
{
    public static void Request(Deliberation d, RequestSupplement command)
    {
        if (Acceptance.Open(d) is null || !d.Demand(d.State.Supplement is null, "", "cases.fault.supplement-once"))
        {
            return;
        }
        d.Demand(command.Gaps.Length > 0, "gaps", "cases.fault.no-gaps");
        foreach (var gap in command.Gaps)
        {
            d.Demand(Exists(d, gap.Target), "gaps", "cases.fault.unknown-gap", gap.Target);
            d.Demand(!string.IsNullOrWhiteSpace(gap.Note), "gaps", "cases.fault.gap-without-note", gap.Target);
        }
        foreach (var twice in command.Gaps.GroupBy(g => g.Target, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            d.Refuse("gaps", "cases.fault.gap-twice", twice.Key);
        }
        if (!d.IsRefused)
        {
            d.Happen(new SupplementRequested(command.Gaps));
        }
    }

    public static void Provide(Deliberation d, ProvideSupplement command)
    {
        if (d.State.Supplement is not { ProvidedAt: null } asked)
        {
            d.Refuse("", "cases.fault.no-supplement-asked");
            return;
        }
        var targets = asked.Gaps.Select(g => g.Target).ToHashSet(StringComparer.Ordinal);
        if (Bringing.Changes(d, command.Form, command.Materials) is not var (form, materials))
        {
            return;
        }
        foreach (var target in form.Keys.Where(k => d.Matter.FindField(k)!.Compute is null).Select(k => "form." + k).Concat(materials.Keys.Select(k => "material." + k)).Where(t => !targets.Contains(t)))
        {
            d.Refuse(target, "cases.fault.not-asked");
        }
        foreach (var target in targets.Where(t => t.StartsWith("material.", StringComparison.Ordinal) && !materials.ContainsKey(t[9..])))
        {
            d.Refuse(target, "cases.fault.gap-left");
        }
        if (!d.IsRefused)
        {
            d.Happen(new SupplementProvided(form, materials));
        }
    }

    private static bool Exists(Deliberation d, string target) =>
        (target.StartsWith("form.", StringComparison.Ordinal) && d.Matter.FindField(target[5..]) is { Compute: null })
        || (target.StartsWith("material.", StringComparison.Ordinal) && d.Matter.FindMaterial(target[9..]) is not null);
}
