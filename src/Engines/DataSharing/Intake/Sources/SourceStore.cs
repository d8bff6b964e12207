using System.Data.Common;
using System.Text.Json;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Intake.Sources;

/// <summary>Keeps the connections of sources.</summary>
internal sealed class SourceBox(IKeyVault vault) : SecretBox(vault, "sharing.sources");

/// <summary>Sources on record.</summary>
internal sealed class SourceStore(IDatabase database, SourceBox box)
{
    private const string Columns = "resource, kind, connection, schema_name, table_name, columns, cursor_column, cursor_value, cursor_version, person, changed_at, requested, pulled_at, fault";

    public Task<DataSource?> FindAsync(string resource, CancellationToken cancel = default) => database.ReadAsync(s => s.FirstAsync($"select {Columns} from sharing_intake_source where resource = $1", Read, resource), cancel);

    public Task<List<DataSource>> AllAsync(CancellationToken cancel) => database.ReadAsync(s => s.QueryAsync($"select {Columns} from sharing_intake_source order by resource", Read), cancel);

    /// <summary>Keeps the source; its cursor begins anew when the table or the cursor's column is another.</summary>
    public ValueTask<int> SaveAsync(ISession session, DataSource source) => session.ExecuteAsync(
        $"insert into sharing_intake_source ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, null, null, $8, $9, 0, null, null) on conflict (resource) do update set kind = $2, connection = $3, schema_name = $4, table_name = $5, columns = $6, cursor_column = $7, person = $8, changed_at = $9, fault = null, " +
        "cursor_value = case when sharing_intake_source.schema_name = $4 and sharing_intake_source.table_name = $5 and sharing_intake_source.cursor_column = $7 then sharing_intake_source.cursor_value end",
        source.Resource, (long)source.Kind, box.Seal(JsonSerializer.Serialize(source.Connection)), source.Schema, source.Table, JsonSerializer.Serialize(source.Columns), source.CursorColumn, source.Person, source.ChangedAt.ToMicros());

    public Task<int> RequestAsync(string resource, PullRequest request, CancellationToken cancel) => database.WriteAsync(async s =>
        await s.ExecuteAsync("update sharing_intake_source set requested = $2 where resource = $1 and requested < $2", resource, (long)request), cancel);

    /// <summary>The request is met; what went wrong stays to be read.</summary>
    public static ValueTask<int> PulledAsync(ISession session, string resource, DateTimeOffset now, Fault? fault) => session.ExecuteAsync(
        "update sharing_intake_source set requested = 0, pulled_at = $2, fault = $3 where resource = $1", resource, now.ToMicros(), fault is null ? null : JsonSerializer.Serialize(fault));

    public static ValueTask<int> MoveAsync(ISession session, string resource, string cursor, int version) => session.ExecuteAsync(
        "update sharing_intake_source set cursor_value = $2, cursor_version = $3 where resource = $1", resource, cursor, (long)version);

    private DataSource Read(DbDataReader r) => new(r.GetString(0), (SourceKind)r.GetInt32(1), JsonSerializer.Deserialize<SourceConnection>(box.Open(r.GetString(2)))!, r.GetString(3), r.GetString(4), JsonSerializer.Deserialize<Dictionary<string, string>>(r.GetString(5))!,
        Text(r, 6), Text(r, 7), r.IsDBNull(8) ? null : r.GetInt32(8), r.GetString(9), ChinaTime.FromMicros(r.GetInt64(10)), (PullRequest)r.GetInt32(11), r.IsDBNull(12) ? null : ChinaTime.FromMicros(r.GetInt64(12)), Text(r, 13) is { } fault ? JsonSerializer.Deserialize<Fault>(fault) : null);

    private static string? Text(DbDataReader r, int place) => r.IsDBNull(place) ? null : r.GetString(place);
}
