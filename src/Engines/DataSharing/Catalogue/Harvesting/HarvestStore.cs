using System.Data.Common;
using System.Text.Json;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Catalogue.Harvesting;

/// <summary>Sources, what of them is in the catalogue, and what each reading came to.</summary>
internal sealed class HarvestStore(IDatabase database)
{
    private const string Columns = "code, title, address, provider, licence, cycle, paused, person, changed_at, requested, read_until, harvested_at, next_at, tries, fault";

    public Task<HarvestSource?> FindAsync(string code, CancellationToken cancel = default) => database.ReadAsync(s => s.FirstAsync($"select {Columns} from sharing_harvest_source where code = $1", Read, code), cancel);

    public async Task<IReadOnlyList<HarvestSource>> AllAsync(CancellationToken cancel = default) => await database.ReadAsync(s => s.QueryAsync($"select {Columns} from sharing_harvest_source order by code", Read), cancel);

    /// <summary>Sources that somebody asked for, or whose time has come.</summary>
    public async Task<IReadOnlyList<HarvestSource>> DueAsync(DateTimeOffset now, CancellationToken cancel = default) => await database.ReadAsync(s => s.QueryAsync(
        $"select {Columns} from sharing_harvest_source where paused = 0 and (requested > 0 or next_at <= $1) order by next_at", Read, now.ToMicros()), cancel);

    /// <summary>Keeps the source and has it read soon; everything again when it is elsewhere now.</summary>
    public static ValueTask<int> SaveAsync(ISession session, HarvestSource source) => session.ExecuteAsync(
        $"insert into sharing_harvest_source ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, null, null, $9, 0, null) on conflict (code) do update set " +
        "title = $2, address = $3, provider = $4, licence = $5, cycle = $6, paused = $7, person = $8, changed_at = $9, requested = $10, read_until = null, next_at = $9, tries = 0, fault = null",
        source.Code, source.Title, source.Address.AbsoluteUri, source.ProviderId, source.Licence, (long)source.Cycle, source.Paused ? 1L : 0L, source.Person, source.ChangedAt.ToMicros(), (long)source.Requested);

    public static ValueTask<int> RequestAsync(ISession session, string code, HarvestRequest request) =>
        session.ExecuteAsync("update sharing_harvest_source set requested = $2, paused = 0 where code = $1 and requested <= $2", code, (long)request);

    public static ValueTask<int> PauseAsync(ISession session, string code, bool paused) => session.ExecuteAsync("update sharing_harvest_source set paused = $2 where code = $1", code, paused ? 1L : 0L);

    /// <summary>How far the source is read; what comes later is read the next time.</summary>
    public static ValueTask<int> MoveAsync(ISession session, string code, string cursor) => session.ExecuteAsync("update sharing_harvest_source set read_until = $2 where code = $1", code, cursor);

    public static async ValueTask EndAsync(ISession session, HarvestRun run, DateTimeOffset? next, int tries)
    {
        var fault = run.Fault is null ? null : JsonSerializer.Serialize(run.Fault);
        await session.ExecuteAsync("update sharing_harvest_source set requested = 0, harvested_at = $2, next_at = $3, tries = $4, fault = $5 where code = $1", run.Source, run.EndedAt.ToMicros(), next?.ToMicros(), (long)tries, fault);
        await session.ExecuteAsync("insert into sharing_harvest_run (id, source, at, ended_at, seen, made, changed, refused, withdrawn, fault) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            run.Id, run.Source, run.At.ToMicros(), run.EndedAt.ToMicros(), (long)run.Seen, (long)run.Made, (long)run.Changed, (long)run.Refused, (long)run.Withdrawn, fault);
    }

    public async Task<IReadOnlyList<HarvestRun>> RunsAsync(string source, int most, CancellationToken cancel = default) => await database.ReadAsync(s => s.QueryAsync(
        $"select id, source, at, ended_at, seen, made, changed, refused, withdrawn, fault from sharing_harvest_run where source = $1 order by at desc, id desc limit {most}",
        r => new HarvestRun(r.GetString(0), r.GetString(1), ChinaTime.FromMicros(r.GetInt64(2)), ChinaTime.FromMicros(r.GetInt64(3)), r.GetInt32(4), r.GetInt32(5), r.GetInt32(6), r.GetInt32(7), r.GetInt32(8), FaultOf(r, 9)), source), cancel);

    public async Task<IReadOnlyList<HarvestedPackage>> PackagesAsync(string source, CancellationToken cancel = default) => await database.ReadAsync(s => s.QueryAsync(
        "select source, id, name, code, modified, gone_at, fault from sharing_harvest_package where source = $1 order by name", ReadPackage, source), cancel);

    public static ValueTask<int> KeepAsync(ISession session, HarvestedPackage p) => session.ExecuteAsync(
        "insert into sharing_harvest_package (source, id, name, code, modified, gone_at, fault) values ($1, $2, $3, $4, $5, $6, $7) on conflict (source, id) do update set name = $3, modified = $5, gone_at = $6, fault = $7",
        p.Source, p.Id, p.Name, p.Code, p.Modified, p.GoneAt?.ToMicros(), p.Fault is null ? null : JsonSerializer.Serialize(p.Fault));

    private static HarvestSource Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), new(r.GetString(2)), r.GetString(3), r.IsDBNull(4) ? null : r.GetString(4), (UpdateCycle)r.GetInt32(5), r.GetInt32(6) == 1, r.GetString(7), ChinaTime.FromMicros(r.GetInt64(8)),
        (HarvestRequest)r.GetInt32(9), r.IsDBNull(10) ? null : r.GetString(10), r.IsDBNull(11) ? null : ChinaTime.FromMicros(r.GetInt64(11)), r.IsDBNull(12) ? null : ChinaTime.FromMicros(r.GetInt64(12)), r.GetInt32(13), FaultOf(r, 14));

    private static HarvestedPackage ReadPackage(DbDataReader r) =>
        new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.IsDBNull(5) ? null : ChinaTime.FromMicros(r.GetInt64(5)), FaultOf(r, 6));

    private static Fault? FaultOf(DbDataReader r, int place) => r.IsDBNull(place) ? null : JsonSerializer.Deserialize<Fault>(r.GetString(place));
}
