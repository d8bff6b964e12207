using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Witnessing;
using Zhuangjin.Kernel.Storage;
using ISession = Zhuangjin.Kernel.Storage.ISession;

namespace Zhuangjin.Evidence.Pages;

/// <summary>GET /evidence: the newest entries first, or those of one stream (?stream=), before a place (?before=).</summary>
internal static class LogPageHandler
{
    private const int Rows = 50;

    public static async Task<RazorComponentResult<LogPage>> AnswerAsync(IDatabase database, WitnessPolicy policy, string? stream, long? before, CancellationToken cancel)
    {
        stream = string.IsNullOrWhiteSpace(stream) ? null : stream.Trim();
        var (view, national, rows) = await database.ReadAsync(async session => (await ViewAsync(session, policy.Policy), await NationalAsync(session), await RowsAsync(session, stream, before ?? long.MaxValue)), cancel);
        var more = rows.Count > Rows;
        var shown = rows.Take(Rows).ToList();
        return new RazorComponentResult<LogPage>(new
        {
            State = view,
            National = national,
            Rows = (IReadOnlyList<SealedEvent>)shown,
            Stream = stream,
            NextHref = more ? Href(stream, shown[^1].Index) : null,
            FirstHref = before is not null || stream is not null ? Href(before is null ? null : stream, null) : null,
        });
    }

    private static string Href(string? stream, long? before)
    {
        var query = QueryString.Empty;
        query = stream is null ? query : query.Add("stream", stream);
        query = before is null ? query : query.Add("before", before.Value.ToString());
        return "/evidence" + query;
    }

    private static async ValueTask<LogPage.LogView> ViewAsync(ISession session, TrustPolicy? policy)
    {
        var state = await LogState.LoadAsync(session) ?? throw new InvalidOperationException("The log has not been created.");
        var waiting = await session.FirstAsync("select count(*) from evidence_entry where place is null", r => r.GetInt64(0));
        var witnessed = await Cosignatures.NewestAsync(session, policy);
        return new(state.Origin, state.Verifier, state.Size, Convert.ToBase64String(state.Root), waiting, state.At, await Cosignatures.MergedAsync(session, state.Size, state.Note)) { WitnessedSize = witnessed?.Size, WitnessedBy = witnessed?.By ?? [] };
    }

    private static async ValueTask<NationalCard.NationalView> NationalAsync(ISession session)
    {
        var state = await SealedTree.National.StateAsync(session) ?? throw new InvalidOperationException("The national log has not been created.");
        var bound = await session.FirstAsync<long?>(
            """
            select coalesce(e.place, p.place) from evidence_stream s join evidence_entry e on e.id = s.entry_id left join evidence_entry p on p.id = e.previous
            where s.stream = $1
            """,
            r => r.IsDBNull(0) ? null : r.GetInt64(0),
            RootsBinding.Stream);
        return new(state.Origin, state.Verifier, state.Size, Convert.ToBase64String(state.Root), state.At, state.Note, bound);
    }

    private static async ValueTask<List<SealedEvent>> RowsAsync(ISession session, string? stream, long before)
    {
        var limit = $"order by place desc limit {Rows + 1}";
        static (long, byte[]) Row(System.Data.Common.DbDataReader r) => (r.GetInt64(0), r.GetFieldValue<byte[]>(1));
        var rows = stream is null
            ? await session.QueryAsync("select place, entry from evidence_entry where place < $1 " + limit, Row, before)
            : await session.QueryAsync($"select place, entry from evidence_entry where place < $1 and id in {StreamRows.Ids("$2")} " + limit, Row, before, stream);
        return [.. rows.Select(r => Entry.Read(r.Item2).SealedAt(r.Item1))];
    }
}
