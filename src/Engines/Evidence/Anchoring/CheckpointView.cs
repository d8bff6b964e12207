using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Anchoring;

public partial class CheckpointPage
{
    /// <summary>A checkpoint as the printed notice shows it.</summary>
    /// <param name="Note">The signed checkpoint with the log's own signature only: what the QR code holds.</param>
    /// <param name="Fingerprint">SHA-256 of the verifier key's line, in hexadecimal groups.</param>
    /// <param name="NationalRoot">Root of the SM3 tree of the same size; null when none was signed at this size.</param>
    public sealed record CheckpointView(
        string Origin, long Size, DateTimeOffset At, string Root, string VerifierKey, string Fingerprint, string? NationalRoot, string? NationalFingerprint, string Note, string LogAddress)
    {
        private const int Group = 4;

        /// <param name="size">Null for the newest.</param>
        internal static async ValueTask<CheckpointView?> LoadAsync(ISession session, long? size, ModuleSettings settings)
        {
            var state = await LogState.LoadAsync(session) ?? throw new InvalidOperationException("The log has not been created.");
            var (note, at) = size is null
                ? (state.Note, state.At)
                : await session.FirstAsync("select note, at from evidence_checkpoint where size = $1", r => (r.GetString(0), ChinaTime.FromMicros(r.GetInt64(1))), size.Value);
            if (note is null)
            {
                return null;
            }
            var key = Notes.VerifierKey.Parse(state.Verifier);
            var signed = SignedNote.Parse(note);
            var own = signed with { Signatures = [.. signed.Signatures.Where(s => s.Name == key.Name && s.KeyId == key.Id)] };
            var checkpoint = Checkpoint.Parse(signed.Text);
            var national = await LogState.LoadAsync(session, LogState.NationalLog);
            return new(
                checkpoint.Origin,
                checkpoint.Size,
                at,
                Convert.ToBase64String(checkpoint.Root),
                state.Verifier,
                Print(state.Verifier),
                await SealedTree.National.SignedRootAsync(session, checkpoint.Size) is { } root ? Convert.ToBase64String(root) : null,
                national is null ? null : Print(national.Verifier),
                own.ToString(),
                settings.PublicAddress.ToString().TrimEnd('/') + "/log");
        }

        private static string Print(string verifier) =>
            string.Join(' ', Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(verifier))).Chunk(Group).Select(g => new string(g)));
    }
}
