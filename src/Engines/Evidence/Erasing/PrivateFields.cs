using Zhuangjin.Evidence.Entries;
using System.Security.Cryptography;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Erasing;

/// <summary>What is left of an entry's private fields.</summary>
/// <param name="Erased">True when values, salts and key are gone for good; <paramref name="Fields"/> is empty then.</param>
/// <param name="ErasedAt">When they were erased; null when the key's row does not tell.</param>
internal sealed record KeptFields(IReadOnlyList<PrivateField> Fields, bool Erased, DateTimeOffset? ErasedAt)
{
    public static readonly KeptFields None = new([], Erased: false, null);
}

/// <summary>Reads private fields, from their boxes and from the open rows of before there were boxes.</summary>
internal sealed class PrivateFields(SubjectKeys keys)
{
    private const string Boxes = """
        select b.entry_id, b.key_id, b.box, k.wrapped, k.erased_at
        from evidence_entry e join evidence_private_box b on b.entry_id = e.id left join evidence_subject_key k on k.id = b.key_id where
        """;

    private const string OpenRows = "select p.entry_id, p.name, p.salt, p.value from evidence_entry e join evidence_private p on p.entry_id = e.id where";

    /// <summary>The private fields of all entries of a stream, by entry id. Entries that hide nothing are left out.</summary>
    /// <exception cref="CryptographicException">A box or its key was changed in the database.</exception>
    public async ValueTask<Dictionary<string, KeptFields>> OfStreamAsync(ISession session, string stream)
    {
        var kept = await OpenAsync(session, $" e.id in {StreamRows.Ids("$1")}", stream);
        foreach (var box in await session.QueryAsync(Boxes + $" e.id in {StreamRows.Ids("$1")}", BoxRow.Read, stream))
        {
            kept.Add(box.EntryId, Open(box));
        }
        return kept;
    }

    /// <summary>The private fields of one entry.</summary>
    /// <inheritdoc cref="OfStreamAsync"/>
    public async ValueTask<KeptFields> OfEntryAsync(ISession session, string entryId) =>
        await session.FirstAsync(Boxes + " e.id = $1", BoxRow.Read, entryId) is { } box
            ? Open(box)
            : (await OpenAsync(session, " e.id = $1", entryId)).GetValueOrDefault(entryId, KeptFields.None);

    /// <summary>The boxes of the entries at some places, unopened.</summary>
    public static ValueTask<List<BoxRow>> BoxesAsync(ISession session, long start, long end) => session.QueryAsync(Boxes + " e.place >= $1 and e.place < $2", BoxRow.Read, start, end);

    public static ValueTask<List<BoxRow>> BoxesAsync(ISession session, string entryId) => session.QueryAsync(Boxes + " e.id = $1", BoxRow.Read, entryId);

    /// <summary>When the private fields of an entry were erased; null when they were not, or it has none.</summary>
    public static async ValueTask<DateTimeOffset?> ErasedAtAsync(ISession session, string entryId) =>
        (await session.FirstAsync(Boxes + " e.id = $1", BoxRow.Read, entryId)) is { Box: null } box ? box.ErasedAt : null;

    public KeptFields Open(BoxRow row) => row is { Box: { } box, Wrapped: { } wrapped }
        ? new(keys.Read(row.KeyId, wrapped, row.EntryId, box), Erased: false, null)
        : new([], Erased: true, row.ErasedAt);

    private static async ValueTask<Dictionary<string, KeptFields>> OpenAsync(ISession session, string condition, string argument) =>
        (await session.QueryAsync(OpenRows + condition, r => (Entry: r.GetString(0), Field: new PrivateField(r.GetString(1), r.GetFieldValue<byte[]>(2), r.GetString(3))), argument))
        .GroupBy(r => r.Entry, r => r.Field)
        .ToDictionary(g => g.Key, g => new KeptFields([.. g], Erased: false, null), StringComparer.Ordinal);
}

/// <summary>A box as it is stored, with its key.</summary>
/// <param name="Box">Null when it was erased.</param>
/// <param name="Wrapped">Null when the key was erased, or is missing.</param>
internal sealed record BoxRow(string EntryId, string KeyId, byte[]? Box, byte[]? Wrapped, DateTimeOffset? ErasedAt)
{
    public static BoxRow Read(System.Data.Common.DbDataReader r) => new(
        r.GetString(0),
        r.GetString(1),
        r.IsDBNull(2) ? null : r.GetFieldValue<byte[]>(2),
        r.IsDBNull(3) ? null : r.GetFieldValue<byte[]>(3),
        r.IsDBNull(4) ? null : ChinaTime.FromMicros(r.GetInt64(4)));
}
