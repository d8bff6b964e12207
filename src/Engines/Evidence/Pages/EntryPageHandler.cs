using Microsoft.AspNetCore.Http.HttpResults;
using Zhuangjin.Evidence.Anchoring;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Witnessing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Evidence.Pages;

/// <summary>GET /evidence/entries/{index}.</summary>
internal static class EntryPageHandler
{
    public static async Task<RazorComponentResult<EntryPage>> AnswerAsync(IDatabase database, WitnessPolicy policy, long index, CancellationToken cancel)
    {
        var rows = index is < 0 or long.MaxValue ? [] : await database.ReadAsync(session => SealedRows.EntriesAsync(session, index, index + 1), cancel);
        if (rows.Count == 0)
        {
            throw new NotFoundException("evidence.fault.no-entry", index.ToString());
        }
        var entry = Entry.Read(rows[0].Entry);
        var erased = await database.ReadAsync(session => PrivateFields.ErasedAtAsync(session, entry.Id), cancel);
        var anchors = await database.ReadAsync(session => SealAnchors.OverAsync(session, index), cancel);
        var witnessed = await database.ReadAsync(session => Cosignatures.NewestAsync(session, policy.Policy), cancel);
        return new RazorComponentResult<EntryPage>(new
        {
            Anchors = (IReadOnlyList<SealAnchor>)anchors,
            Happened = entry.SealedAt(index),
            WitnessedBy = index < witnessed?.Size ? witnessed.By : [],
            Closed = (IReadOnlyDictionary<string, string>)entry.Commitments,
            Erased = erased is not null,
            ErasedAt = erased,
            Leaf = Convert.ToBase64String(rows[0].Leaf),
            Text = CanonicalJson.Strict.GetString(rows[0].Entry),
        });
    }
}
