using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Keys;

/// <summary>A signing key of the log.</summary>
/// <param name="Secret">Its name in the key vault.</param>
/// <param name="EntryId">The event that announced it; null for the key that the log was begun with.</param>
/// <param name="FromSize">The first size that it signs; null while its announcement is not sealed.</param>
/// <param name="OverlapUntil">How long it signs beside its successor; null while it has none.</param>
internal sealed record KeyRow(string Verifier, string Secret, string? EntryId, long? FromSize, DateTimeOffset? OverlapUntil, DateTimeOffset At);

/// <summary>All keys that have signed the log, each from a size on.</summary>
internal sealed class KnownKeys
{
    /// <summary>Name in the key vault of the key that every log begins with.</summary>
    public const string FirstSecret = "evidence.log";

    private readonly IReadOnlyList<(long From, VerifierKey Key)> _signing;

    private KnownKeys(IReadOnlyList<KeyRow> rows)
    {
        Rows = rows;
        _signing = [.. rows.Where(r => r.FromSize is not null).Select(r => (r.FromSize!.Value, VerifierKey.Parse(r.Verifier)))];
        All = [.. _signing.Select(s => s.Key)];
    }

    /// <summary>In the order in which they began to sign; one that is only announced comes last.</summary>
    public IReadOnlyList<KeyRow> Rows { get; }

    public IReadOnlyList<VerifierKey> All { get; }

    /// <summary>The key that is announced and not yet in force.</summary>
    public KeyRow? Announced => Rows.FirstOrDefault(r => r.FromSize is null);

    /// <exception cref="FormatException">A stored key is no key.</exception>
    public static async ValueTask<KnownKeys> LoadAsync(ISession session, LogState state)
    {
        var rows = await session.QueryAsync(
            "select verifier, secret, entry_id, from_size, overlap_until, at from evidence_log_key order by coalesce(from_size, 9223372036854775807), at",
            r => new KeyRow(
                r.GetString(0),
                r.GetString(1),
                r.IsDBNull(2) ? null : r.GetString(2),
                r.IsDBNull(3) ? null : r.GetInt64(3),
                r.IsDBNull(4) ? null : ChinaTime.FromMicros(r.GetInt64(4)),
                ChinaTime.FromMicros(r.GetInt64(5))));
        return new(rows.Count > 0 ? rows : [new(state.Verifier, FirstSecret, null, FromSize: 0, null, ChinaTime.FromMicros(0))]);
    }

    /// <summary>The key that signs a checkpoint of this size.</summary>
    public VerifierKey At(long size) => _signing.Last(s => s.From <= size).Key;

    /// <summary>The row of a key.</summary>
    public KeyRow? Find(string verifier) => Rows.FirstOrDefault(r => r.Verifier == verifier);

    /// <summary>The keys that, by their overlap, still sign beside the current one.</summary>
    public IEnumerable<KeyRow> Beside(string current, DateTimeOffset now) => Rows.Where(r => r.Verifier != current && r.FromSize is not null && r.OverlapUntil > now);
}
