using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Anchoring;

public partial class AnchorsPage
{
    /// <summary>What the page of anchors shows.</summary>
    /// <param name="Contradictions">Checkpoints of peers that contradict earlier ones, newest first.</param>
    public sealed record AnchorsView(
        string Origin,
        IReadOnlyList<AnchorsView.AuthorityRow> Authorities,
        IReadOnlyList<AnchorsView.PeerRow> Peers,
        IReadOnlyList<AnchorsView.Mark> Newest,
        IReadOnlyList<AnchorsView.Contradiction> Contradictions)
    {
        private const int MostNewest = 20;

        /// <param name="Href">Address of what the outsider gave.</param>
        /// <param name="TextHref">Address of what was stamped.</param>
        public sealed record Mark(string Name, bool IsTimeStamp, long Size, DateTimeOffset At, string Href, string TextHref);

        public sealed record AuthorityRow(AnchorHealth Health, Mark? Newest, bool Sm3);

        public sealed record PeerRow(AnchorHealth Health, Mark? Newest, string Address, (long Size, DateTimeOffset At)? Entered);

        public sealed record Contradiction(string Name, DateTimeOffset At, string Note);

        internal static async ValueTask<AnchorsView> LoadAsync(ISession session, AnchorSettings settings, AnchorStanding standing)
        {
            var state = await LogState.LoadAsync(session) ?? throw new InvalidOperationException("The log has not been created.");
            var authorities = new List<AuthorityRow>();
            var peers = new List<PeerRow>();
            foreach (var health in await standing.HealthAsync(session))
            {
                var newest = await AnchorRows.NewestOfAsync(session, health.Peer ? AnchorKind.Peer : AnchorKind.TimeStamp, health.Name) is { } anchor
                    ? Of(new(anchor.Id, anchor.Kind, anchor.Name, anchor.Size, anchor.At)) : null;
                if (health.Peer)
                {
                    var entered = await PeerRows.EnteredAsync(session, health.Name);
                    var address = settings.Peers.First(p => p.Name == health.Name).Address.ToString().TrimEnd('/');
                    peers.Add(new(health, newest, address, entered is null ? null : (entered.Size, entered.At)));
                }
                else
                {
                    authorities.Add(new(health, newest, settings.TimeStamps.First(t => t.Name == health.Name).Digest == TimeStampDigest.Sm3));
                }
            }
            return new(
                state.Origin,
                authorities,
                peers,
                (await AnchorRows.NewestAsync(session, MostNewest)).ConvertAll(Of),
                (await PeerRows.FaultsAsync(session)).ConvertAll(f => new Contradiction(f.Name, f.At, f.Note)));
        }

        private static Mark Of(AnchorMark mark) =>
            new(mark.Name, mark.Kind == AnchorKind.TimeStamp, mark.Size, mark.At, mark.Href, mark.Href.Replace(".tsr", ".txt", StringComparison.Ordinal));
    }
}
