using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Worklists;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Api;

/// <summary>GET /api/v1/published: results that the law opens (行政许可法 第四十条), newest first, only the fields that the matter names.</summary>
internal static class PublishedApi
{
    private const int Most = 100;

    public static void Map(RouteGroupBuilder api) => api.MapGet("/published", ReadAsync)
        .WithName("ListPublished").WithTags("Public").WithSummary("Decided cases, as everybody may see them").Produces<PublishedPage>();

    private static async Task<PublishedPage> ReadAsync([FromQuery] string? after, [FromQuery] int? size, IDatabase database, MatterLibrary matters, CancellationToken cancel)
    {
        var take = Math.Clamp(size ?? 20, 1, Most);
        var cursor = after is null ? null : WorkCursor.Parse(after, numeric: true);
        var snapshots = await database.ReadAsync(session => cursor is null
            ? session.QueryAsync("select snapshot from cases_case where decided_at is not null order by decided_at desc, id desc limit $1", r => r.GetString(0), (long)take)
            : session.QueryAsync(
                "select snapshot from cases_case where decided_at is not null and (decided_at, id) < ($1, $2) order by decided_at desc, id desc limit $3",
                r => r.GetString(0), cursor.Number, cursor.CaseId, (long)take), cancel);
        var states = snapshots.Select(CaseJson.ReadState).ToList();
        var next = states.Count == take ? new WorkCursor(states[^1].DecidedAt!.Value.ToMicros().ToString(CultureInfo.InvariantCulture), states[^1].Id, "").ToString() : null;
        return new([.. states.Select(s => Show(s, matters))], next);
    }

    private static PublishedCase Show(CaseState state, MatterLibrary matters)
    {
        var matter = matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash);
        return new(
            state.Number,
            state.MatterKey,
            matter.Title,
            state.Phase == CasePhase.Refused ? "refused" : state.Phase == CasePhase.Revoked ? "revoked" : state.Phase == CasePhase.Withdrawn ? "withdrawn" : "granted",
            state.SubmittedAt.ChinaDate(),
            state.DecidedAt!.Value.ChinaDate(),
            state.CertificateNumber,
            state.Form.Where(f => matter.Published.Contains(f.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal));
    }
}
