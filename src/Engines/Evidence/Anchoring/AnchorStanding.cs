using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>How the time-stamp authorities and peers of the settings are doing.</summary>
internal sealed class AnchorStanding(AnchorSettings settings)
{
    public async ValueTask<IReadOnlyList<AnchorHealth>> HealthAsync(ISession session)
    {
        var plans = (await AnchorRows.PlansAsync(session)).ToDictionary(p => (p.Kind, p.Name));
        var faults = (await PeerRows.FaultsAsync(session)).ToLookup(f => f.Name, StringComparer.Ordinal);
        var all = new List<AnchorHealth>();
        foreach (var (kind, name) in settings.TimeStamps.Select(s => (AnchorKind.TimeStamp, s.Name)).Concat(settings.Peers.Select(p => (AnchorKind.Peer, p.Name))))
        {
            var plan = plans.GetValueOrDefault((kind, name)) ?? AnchorPlan.New(kind, name);
            var newest = await AnchorRows.NewestOfAsync(session, kind, name);
            all.Add(new(
                name,
                kind == AnchorKind.Peer,
                newest?.Size,
                plan.DoneAt == DateTimeOffset.UnixEpoch ? null : plan.DoneAt,
                plan.Failures,
                plan.LastFault,
                kind == AnchorKind.Peer ? faults[name].Count() : 0));
        }
        return all;
    }
}
