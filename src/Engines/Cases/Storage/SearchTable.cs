using System.Globalization;
using Zhuangjin.Cases.Searching;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Storage;

/// <summary>Statements of the search. Here alone the dialects differ: FTS5 on SQLite, a GIN index over numbers on PostgreSQL.</summary>
internal static class SearchTable
{
    public static ValueTask DueAsync(ISession session, string caseId, long version) => session.DeferAsync(
        "insert into cases_search_due (case_id, version) values ($1, $2) on conflict (case_id) do update set version = excluded.version", [caseId, version]);

    public static ValueTask<List<(string CaseId, long Version)>> DueAsync(ISession session, int most) => session.QueryAsync(
        "select case_id, version from cases_search_due order by case_id limit $1", r => (r.GetString(0), r.GetInt64(1)), (long)most);

    public static ValueTask DoneAsync(ISession session, string caseId, long version) =>
        session.DeferAsync("delete from cases_search_due where case_id = $1 and version = $2", [caseId, version]);

    public static async ValueTask<bool> AnyDueAsync(ISession session) => await session.FirstAsync("select 1 from cases_search_due limit 1", r => 1) == 1;

    public static ValueTask<long> SequenceAsync(ISession session, string caseId) => session.FirstAsync("select sequence from cases_search where case_id = $1", r => r.GetInt64(0), caseId);

    public static async ValueTask WriteAsync(ISession session, long sequence, SearchDocument document)
    {
        var grams = document.Grams.Concat(Enumerable.Range(0, Grams.BlockSizes.Length).Select(level => Grams.Block(level, sequence)));
        const string Upsert = "on conflict (sequence) do update set plain = excluded.plain, fields = excluded.fields";
        if (session.Dialect == Dialect.Postgres)
        {
            await session.DeferAsync(
                "insert into cases_search (sequence, case_id, plain, fields, grams) values ($1, $2, $3, $4, $5::text::integer[]) " + Upsert + ", grams = excluded.grams",
                [sequence, document.CaseId, document.Plain, document.FieldsJson(), Array(grams)]);
            return;
        }
        await session.DeferAsync("insert into cases_search (sequence, case_id, plain, fields) values ($1, $2, $3, $4) " + Upsert, [sequence, document.CaseId, document.Plain, document.FieldsJson()]);
        await session.DeferAsync("insert or replace into cases_search_gram (rowid, grams) values ($1, $2)", [sequence, string.Join(' ', grams.Select(Word))]);
    }

    /// <summary>Documents with all of the first numbers and one of the second, newest first, before <paramref name="before"/>.</summary>
    /// <remarks>An index of PostgreSQL knows no order: of a frequent word it would gather every hit and sort them. So it looks at the newest blocks of neighbours first
    /// and widens only while too little is found, for what is rare among many is rare among all.</remarks>
    public static async ValueTask<List<Found>> FindAsync(ISession session, IReadOnlyCollection<int> all, IReadOnlyCollection<int> any, long before, int most)
    {
        if (session.Dialect == Dialect.Sqlite)
        {
            var match = string.Join(" AND ", all.Select(Word)) + (all.Count > 0 ? " AND " : "") + "(" + string.Join(" OR ", any.Select(Word)) + ")";
            return await session.QueryAsync(
                "select s.sequence, s.case_id, s.plain from (select rowid as found from cases_search_gram where cases_search_gram match $1 and rowid < $2 order by rowid desc limit $3) as hit join cases_search s on s.sequence = hit.found order by s.sequence desc",
                Read, match, before, (long)most);
        }
        var newest = before != long.MaxValue ? before - 1 : await session.FirstAsync("select coalesce(max(sequence), 0) from cases_search", r => r.GetInt64(0));
        for (var level = 0; level < Grams.BlockSizes.Length; level++)
        {
            var blocks = Array([Grams.Block(level, newest), Grams.Block(level, newest - Grams.BlockSizes[level])]);
            // Only what the two blocks hold: a number shared by chance may not let an older one in.
            var from = Math.Max(0, ((newest / Grams.BlockSizes[level]) - 1) * Grams.BlockSizes[level]);
            var near = await session.QueryAsync(
                Hits(" and grams && $5::text::integer[] and sequence >= $6"), Read, Array(all), Array(any), before, (long)most, blocks, from);
            if (near.Count == most || from == 0)
            {
                return near;
            }
        }
        return await session.QueryAsync(Hits(""), Read, Array(all), Array(any), before, (long)most);
    }

    public static ValueTask<List<(string CaseId, string Fields)>> FieldsAsync(ISession session, IReadOnlyList<string> caseIds)
    {
        var places = string.Join(", ", Enumerable.Range(1, caseIds.Count).Select(i => "$" + i.ToString(CultureInfo.InvariantCulture)));
        return session.QueryAsync($"select case_id, fields from cases_search where case_id in ({places})", r => (r.GetString(0), r.GetString(1)), [.. caseIds]);
    }

    /// <summary>The numbers are found by themselves first, lest the planner walk all rows in order to save itself the sorting.</summary>
    private static string Hits(string near) =>
        $"""
        with hit as materialized (select sequence from cases_search where grams @> $1::text::integer[] and grams && $2::text::integer[] and sequence < $3{near}),
          newest as materialized (select sequence from hit order by sequence desc limit $4)
        select s.sequence, s.case_id, s.plain from newest n join cases_search s on s.sequence = n.sequence order by s.sequence desc
        """;

    private static Found Read(System.Data.Common.DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2));

    private static string Array(IEnumerable<int> grams) => "{" + string.Join(',', grams.Select(g => g.ToString(CultureInfo.InvariantCulture))) + "}";

    /// <summary>A number as a word of FTS5's query language.</summary>
    private static string Word(int gram) => "g" + ((uint)gram).ToString("x", CultureInfo.InvariantCulture);
}

/// <summary>A document that may be a hit.</summary>
internal sealed record Found(long Sequence, string CaseId, string Plain);
