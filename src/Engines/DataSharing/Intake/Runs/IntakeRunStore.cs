using System.Data.Common;
using System.Text.Json;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Intake.Reading;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Intake.Runs;

/// <summary>Runs, their safe pieces and their bad rows on record.</summary>
internal sealed class IntakeRunStore(IDatabase database)
{
    private const string Columns = "id, resource, description, mode, file, name, size, shape, state, person, office, office_path, begun_at, started_at, ended_at, row_count, kept, quarantined, line, bytes, chunks, faults, version, mends, source, cursor_to";

    public static ValueTask<int> InsertAsync(ISession session, IntakeRun run) => session.ExecuteAsync(
        $"insert into sharing_intake_run ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, $12, null, null, 0, 0, 0, 0, 0, 0, '[]', null, $13, $14, $15)",
        run.Id, run.Resource, (long)run.Description, (long)run.Mode, run.File, run.Name, run.Size, JsonSerializer.Serialize(new StoredShape(run.Shape, run.Guessed)), run.Person, run.Office, run.OfficePath, run.BegunAt.ToMicros(), run.Mends, run.IsFromTable ? 1L : 0L, run.Cursor);

    public Task<IntakeRun?> FindAsync(string id, CancellationToken cancel = default) => database.ReadAsync(s => s.FirstAsync($"select {Columns} from sharing_intake_run where id = $1", Read, id), cancel);

    /// <summary>The run that has this very file under way.</summary>
    public static ValueTask<string?> UnderWayAsync(ISession session, string resource, string file, IntakeMode mode) => session.FirstAsync(
        "select id from sharing_intake_run where resource = $1 and file = $2 and mode = $3 and state < 2", r => r.GetString(0), resource, file, (long)mode);

    /// <summary>Ids of the runs that wait or were stopped, oldest first.</summary>
    public Task<List<string>> OpenAsync(CancellationToken cancel) => database.ReadAsync(s => s.QueryAsync("select id from sharing_intake_run where state < 2 order by begun_at, id", r => r.GetString(0)), cancel);

    /// <summary>The newest runs of a resource.</summary>
    public Task<List<IntakeRun>> OfAsync(string resource, int most, CancellationToken cancel = default) => database.ReadAsync(s => s.QueryAsync($"select {Columns} from sharing_intake_run where resource = $1 order by begun_at desc, id desc limit {most}", Read, resource), cancel);

    public Task<int> StartAsync(string id, DateTimeOffset now, CancellationToken cancel) => database.WriteAsync(async s =>
        await s.ExecuteAsync("update sharing_intake_run set state = 1, started_at = coalesce(started_at, $2) where id = $1 and state < 2", id, now.ToMicros()), cancel);

    /// <summary>Makes one piece safe, with its bad rows: all of it or nothing. False when it was safe already or another node is at the run.</summary>
    public Task<bool> KeepAsync(string id, int number, Shard? shard, long rows, long line, long bytes, IReadOnlyList<BadRow> bad, CancellationToken cancel)
    {
        IReadOnlyList<object?[]> badRows = [.. bad.Select(b => new object?[] { id, b.Line, JsonSerializer.Serialize(b.Reasons), JsonSerializer.Serialize(b.Cells) })];
        return database.WriteAsync(async s =>
        {
            if (await s.ExecuteAsync("update sharing_intake_run set chunks = chunks + 1, row_count = row_count + $3, kept = kept + $4, quarantined = quarantined + $5, line = $6, bytes = $7 where id = $1 and chunks = $2 and state = 1",
                id, (long)number, rows, rows - bad.Count, (long)bad.Count, line, bytes) == 0)
            {
                return false;
            }
            if (shard is not null)
            {
                await s.ExecuteAsync("insert into sharing_intake_chunk (run, number, sha256, row_count, bytes) values ($1, $2, $3, $4, $5)", id, (long)number, shard.Sha256, shard.Rows, shard.Bytes);
            }
            if (badRows.Count > 0)
            {
                await s.InsertManyAsync("sharing_intake_bad", ["run", "line", "reasons", "cells"], badRows);
            }
            return true;
        }, cancel);
    }

    public async Task<IReadOnlyList<Shard>> ShardsAsync(string id, CancellationToken cancel) => await database.ReadAsync(s => s.QueryAsync(
        "select sha256, row_count, bytes from sharing_intake_chunk where run = $1 order by number", r => new Shard(r.GetString(0), r.GetInt64(1), r.GetInt64(2)), id), cancel);

    public static ValueTask<int> EndAsync(ISession session, string id, IntakeState state, int? version, IReadOnlyList<Fault> faults, DateTimeOffset now) => session.ExecuteAsync(
        "update sharing_intake_run set state = $2, version = $3, faults = $4, ended_at = $5 where id = $1 and state < 2", id, (long)state, (long?)version, JsonSerializer.Serialize(faults), now.ToMicros());

    /// <summary>Bad rows of a run in the file's order, those after a line.</summary>
    public async Task<IReadOnlyList<BadRow>> BadAsync(string id, long after, int most, CancellationToken cancel = default) => await database.ReadAsync(s => s.QueryAsync(
        $"select line, reasons, cells from sharing_intake_bad where run = $1 and line > $2 order by line limit {most}",
        r => new BadRow(r.GetInt64(0), JsonSerializer.Deserialize<BadValue[]>(r.GetString(1))!, JsonSerializer.Deserialize<string[]>(r.GetString(2))!), id, after), cancel);

    private static IntakeRun Read(DbDataReader r)
    {
        var shape = JsonSerializer.Deserialize<StoredShape>(r.GetString(7))!;
        return new(r.GetString(0), r.GetString(1), r.GetInt32(2), (IntakeMode)r.GetInt32(3), r.GetString(4), r.GetString(5), r.GetInt64(6), shape.Shape, shape.Guessed, (IntakeState)r.GetInt32(8), r.GetString(9), r.GetString(10), r.GetString(11),
            ChinaTime.FromMicros(r.GetInt64(12)), Instant(r, 13), Instant(r, 14), r.GetInt64(15), r.GetInt64(16), r.GetInt64(17), r.GetInt64(18), r.GetInt64(19), r.GetInt32(20), JsonSerializer.Deserialize<Fault[]>(r.GetString(21))!, r.IsDBNull(22) ? null : r.GetInt32(22), r.IsDBNull(23) ? null : r.GetString(23)) { IsFromTable = !r.IsDBNull(24) && r.GetInt32(24) == 1, Cursor = r.IsDBNull(25) ? null : r.GetString(25) };
    }

    private static DateTimeOffset? Instant(DbDataReader r, int place) => r.IsDBNull(place) ? null : ChinaTime.FromMicros(r.GetInt64(place));

    private sealed record StoredShape(FileShape Shape, IReadOnlyList<IReadOnlyList<string>> Guessed);
}
