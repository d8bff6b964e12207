using Zhuangjin.Evidence.Anchoring;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Witnessing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Following;

internal sealed class StoredHealth(IDatabase database, LogFolder folder, NationalLog national, IEnumerable<ILogFollower> followers, AnchorStanding anchors, WitnessPolicy? policy = null) : ILogHealth
{
    public async Task<LogHealth> HealthAsync(CancellationToken cancel = default)
    {
        var (_, keys) = await database.ReadAsync(SealedTree.Main.SignedStateAsync, cancel);
        var published = await folder.PublishedAsync(keys, cancel);
        var publishedNational = await national.Folder.PublishedAsync(national.Key.Verifier, cancel);
        return await database.ReadAsync(
            async session =>
            {
                var state = await LogState.LoadAsync(session) ?? throw new InvalidOperationException("The log has not been created.");
                var waiting = await session.FirstAsync("select count(*) from evidence_entry where place is null", r => r.GetInt64(0));
                var cursors = new List<FollowerHealth>();
                foreach (var follower in followers)
                {
                    var cursor = await FollowerCursor.LoadAsync(session, follower.Name);
                    cursors.Add(new(cursor.Name, state.Size - cursor.Next, cursor.Failures, cursor.Error));
                }
                var second = await SealedTree.National.StateAsync(session) ?? throw new InvalidOperationException("The national log has not been created.");
                return new LogHealth(state.Size, state.At, waiting, published?.Size, cursors)
                {
                    Anchors = await anchors.HealthAsync(session),
                    National = new(second.Size, state.Size - second.Size, second.At, publishedNational?.Size),
                    Witnesses = await WitnessOverview.ReadAsync(session, policy?.Policy, state.Size),
                    WitnessedSize = (await Cosignatures.NewestAsync(session, policy?.Policy))?.Size,
                };
            },
            cancel);
    }
}
