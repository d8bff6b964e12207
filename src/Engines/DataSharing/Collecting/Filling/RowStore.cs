using System.Data.Common;
using System.Text.Json;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Collecting.Filling;

/// <summary>Keeps the rows of sheets, sealed, and what communities handed in.</summary>
internal sealed class RowStore(IDatabase database, CollectBox box, SubjectHash subjects)
{
    private const string Columns = "id, lead, community, person, at, complete, version, filled, spared, content";

    public Task<SheetRow?> FindAsync(string id, CancellationToken cancel = default) => database.ReadAsync(s => s.FirstAsync($"select {Columns} from sharing_collect_row where id = $1", Read, id), cancel);

    /// <summary>The rows of a sheet, oldest first.</summary>
    public Task<List<SheetRow>> OfSheetAsync(string lead, string community, CancellationToken cancel = default) =>
        database.ReadAsync(s => s.QueryAsync($"select {Columns} from sharing_collect_row where lead = $1 and community = $2 order by id", Read, lead, community), cancel);

    /// <summary>When each community handed in the group's sheet.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> SubmittedAsync(string lead, CancellationToken cancel = default) => (await database.ReadAsync(s => s.QueryAsync(
        "select community, submitted_at from sharing_collect_sheet where lead = $1", r => (r.GetString(0), ChinaTime.FromMicros(r.GetInt64(1))), lead), cancel)).ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);

    /// <summary>How many rows each community has on the group's sheets, and how many are complete.</summary>
    public async Task<IReadOnlyDictionary<string, (int Rows, int Complete)>> CountAsync(string lead, CancellationToken cancel = default) => (await database.ReadAsync(s => s.QueryAsync(
        "select community, count(*), sum(complete) from sharing_collect_row where lead = $1 group by community", r => (r.GetString(0), (r.GetInt32(1), r.GetInt32(2))), lead), cancel)).ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);

    /// <exception cref="ConflictException">The subject is on a sheet of the group already, or the sheet is handed in.</exception>
    public async ValueTask AddAsync(ISession session, SheetRow row)
    {
        await MustBeOpenAsync(session, row.Lead, row.Community);
        if (await session.ExecuteAsync(
            "insert into sharing_collect_row (id, lead, community, subject, person, at, complete, version, filled, spared, content) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (lead, subject) do nothing",
            row.Id, row.Lead, row.Community, subjects.Of(row.Content.Code), row.Person, row.At.ToMicros(), row.Complete ? 1L : 0L, (long)row.Version, (long)row.Filled, (long)row.Spared, Seal(row.Content)) != 1)
        {
            throw new ConflictException("sharing.collect.fault.subject-twice");
        }
    }

    /// <summary>Writes the row over the version before it.</summary>
    /// <exception cref="ConflictException">Another saved it meanwhile, or the sheet is handed in.</exception>
    public async ValueTask SaveAsync(ISession session, SheetRow row)
    {
        await MustBeOpenAsync(session, row.Lead, row.Community);
        if (await session.ExecuteAsync("update sharing_collect_row set person = $2, at = $3, complete = $4, version = $5, filled = $6, spared = $7, content = $8 where id = $1 and version = $5 - 1",
            row.Id, row.Person, row.At.ToMicros(), row.Complete ? 1L : 0L, (long)row.Version, (long)row.Filled, (long)row.Spared, Seal(row.Content)) != 1)
        {
            throw new ConflictException("sharing.collect.fault.row-overtaken");
        }
    }

    public static async ValueTask RemoveAsync(ISession session, SheetRow row)
    {
        await MustBeOpenAsync(session, row.Lead, row.Community);
        await session.ExecuteAsync("delete from sharing_collect_row where id = $1", row.Id);
    }

    /// <summary>Hands the sheet in, when each of its rows is complete.</summary>
    /// <returns>How many rows it has.</returns>
    public static async ValueTask<int> SubmitAsync(ISession session, string lead, string community, string person, DateTimeOffset at)
    {
        await MustBeOpenAsync(session, lead, community);
        var (rows, complete) = await session.FirstAsync("select count(*), coalesce(sum(complete), 0) from sharing_collect_row where lead = $1 and community = $2", r => (r.GetInt32(0), r.GetInt32(1)), lead, community);
        if (complete < rows)
        {
            throw new InvalidInputException("", "sharing.collect.fault.incomplete", $"{rows - complete}");
        }
        await session.ExecuteAsync("insert into sharing_collect_sheet (lead, community, submitted_at, person) values ($1, $2, $3, $4)", lead, community, at.ToMicros(), person);
        return rows;
    }

    private static async ValueTask MustBeOpenAsync(ISession session, string lead, string community)
    {
        await Turn.OfSheetAsync(session, lead, community);
        if (await session.FirstAsync("select 1 from sharing_collect_sheet where lead = $1 and community = $2", r => r.GetInt32(0), lead, community) == 1)
        {
            throw new ConflictException("sharing.collect.fault.submitted");
        }
    }

    private string Seal(RowContent content) => box.Seal(JsonSerializer.Serialize(content));

    private SheetRow Read(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), ChinaTime.FromMicros(r.GetInt64(4)), r.GetInt32(5) == 1, r.GetInt32(6), r.GetInt32(7), r.GetInt32(8),
        JsonSerializer.Deserialize<RowContent>(box.Open(r.GetString(9)))!);
}
