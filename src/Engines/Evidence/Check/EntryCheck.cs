using System.Security.Cryptography;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Check;

/// <summary>What one entry says against the columns beside it and against what is kept of its private fields. Knows no other rows; usable by many threads.</summary>
/// <param name="hidden">Opens private fields; null in an outsider's check, which has not the secret of the installation.</param>
internal sealed class EntryCheck(PrivateFields? hidden)
{
    /// <summary>Returns the entry, or null when it cannot be read.</summary>
    public Entry? Check(StoredRow row, Findings findings)
    {
        Entry entry;
        try
        {
            entry = Entry.Read(row.Entry);
        }
        catch (FormatException e)
        {
            findings.Add(row.Where, "row-entry", e.Message);
            return null;
        }
        if ((entry.Id, entry.Stream, entry.Sequence, entry.Type, entry.At.ToMicros()) != (row.Id, row.Stream, row.Sequence, row.Type, row.At))
        {
            findings.Add(row.Where, "row-columns");
        }
        foreach (var (name, salt, value) in row.Opened.Concat(row.Boxes.SelectMany(box => Open(row.Where, box, findings))))
        {
            if (salt.Length != Commitment.SaltLength || !entry.Commitments.TryGetValue(name, out var commitment) || Commitment.Of(salt, name, value) != commitment)
            {
                findings.Add(row.Where, "row-private", name);
            }
        }
        return entry;
    }

    private IReadOnlyList<PrivateField> Open(string where, BoxRow box, Findings findings)
    {
        try
        {
            if (box is { Wrapped: null, ErasedAt: null })
            {
                findings.Add(where, "row-box-key");
                return [];
            }
            return hidden?.Open(box).Fields ?? [];
        }
        catch (CryptographicException)
        {
            findings.Add(where, "row-box");
            return [];
        }
    }
}
