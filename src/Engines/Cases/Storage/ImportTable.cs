using System.Text.Json;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Storage;

internal enum RowStand
{
    Sound,
    Faulty,
    Done,
}

internal sealed record ImportRow(long Number, string[] Cells, RowStand Stand, IReadOnlyList<ImportFault> Faults);

/// <summary>Statements on sheets and their rows.</summary>
internal static class ImportTable
{
    private const string Columns = """
        select i.id, i.matter, i.kind, i.file_name, i.sha256, i.headings, i.matched, i.status, i.at, i.person,
          (select count(*) from cases_import_row r where r.import_id = i.id),
          (select count(*) from cases_import_row r where r.import_id = i.id and r.state = 1),
          (select count(*) from cases_import_row r where r.import_id = i.id and r.state = 2)
        from cases_import i where
        """;

    public static async ValueTask InsertAsync(ISession session, Import import, string person, IReadOnlyList<ImportRow> rows)
    {
        await session.DeferAsync(
            "insert into cases_import (id, person, matter, kind, file_name, sha256, headings, matched, status, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [import.Id, person, import.MatterKey, (int)import.Kind, import.FileName, import.Sha256, JsonSerializer.Serialize(import.Headings), JsonSerializer.Serialize(import.Columns), (int)import.Status, import.At.ToMicros()]);
        await session.InsertManyAsync("cases_import_row", ["import_id", "row_number", "cells", "state", "faults", "case_id"], [.. rows.Select(r => Values(import.Id, r))]);
    }

    /// <summary>Lays newly checked rows over the old ones; what is a case already stays.</summary>
    public static async ValueTask CheckedAsync(ISession session, string id, IReadOnlyDictionary<string, string> columns, IReadOnlyList<ImportRow> rows)
    {
        await session.DeferAsync("update cases_import set matched = $2 where id = $1", [id, JsonSerializer.Serialize(columns)]);
        await session.InsertManyAsync("cases_import_row", ["import_id", "row_number", "cells", "state", "faults", "case_id"], [.. rows.Select(r => Values(id, r))],
            "on conflict (import_id, row_number) do update set state = excluded.state, faults = excluded.faults where cases_import_row.state <> 2", expectAll: false);
    }

    public static async ValueTask<(Import Import, string Person)?> FindAsync(ISession session, string id) =>
        (await session.QueryAsync(Columns + " i.id = $1", Read, id)) is [var found] ? found : null;

    public static ValueTask<List<(Import Import, string Person)>> OfAsync(ISession session, string person) => session.QueryAsync(Columns + " i.person = $1 order by i.at desc, i.id desc limit 50", Read, person);

    public static ValueTask<List<string>> RunningAsync(ISession session) => session.QueryAsync("select id from cases_import where status = 1 order by at, id", r => r.GetString(0));

    public static async ValueTask<bool> SetStatusAsync(ISession session, string id, ImportStatus from, ImportStatus to) =>
        await session.ExecuteAsync("update cases_import set status = $3 where id = $1 and status = $2", id, (int)from, (int)to) == 1;

    public static ValueTask<List<ImportRow>> RowsAsync(ISession session, string id, long after, int most, RowStand? only = null) => session.QueryAsync(
        "select row_number, cells, state, faults from cases_import_row where import_id = $1 and row_number > $2" + (only is { } stand ? $" and state = {(int)stand}" : "") + " order by row_number limit $3",
        r => new ImportRow(r.GetInt64(0), JsonSerializer.Deserialize<string[]>(r.GetString(1))!, (RowStand)r.GetInt64(2), JsonSerializer.Deserialize<List<ImportFault>>(r.GetString(3))!), id, after, (long)most);

    public static ValueTask DoneAsync(ISession session, string id, long row, string caseId) =>
        session.DeferAsync("update cases_import_row set state = 2, case_id = $3 where import_id = $1 and row_number = $2", [id, row, caseId]);

    public static ValueTask FailedAsync(ISession session, string id, long row, IReadOnlyList<ImportFault> faults) =>
        session.DeferAsync("update cases_import_row set state = 1, faults = $3 where import_id = $1 and row_number = $2", [id, row, JsonSerializer.Serialize(faults)]);

    private static object?[] Values(string id, ImportRow row) => [id, row.Number, JsonSerializer.Serialize(row.Cells), (long)row.Stand, JsonSerializer.Serialize(row.Faults), null];

    private static (Import, string) Read(System.Data.Common.DbDataReader r) => (new(
        r.GetString(0), r.GetString(1), (ImportKind)r.GetInt32(2), r.GetString(3), r.GetString(4),
        JsonSerializer.Deserialize<string[]>(r.GetString(5))!, JsonSerializer.Deserialize<Dictionary<string, string>>(r.GetString(6))!,
        (ImportStatus)r.GetInt32(7), (int)r.GetInt64(10), (int)r.GetInt64(11), (int)r.GetInt64(12), ChinaTime.FromMicros(r.GetInt64(8))), r.GetString(9));
}
