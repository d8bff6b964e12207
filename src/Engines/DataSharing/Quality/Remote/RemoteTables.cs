using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Quality.Remote;

/// <summary>Where the data of a resource live when they may not leave their department.</summary>
/// <param name="Address">postgres://USER:PASSWORD@HOST:PORT/DATABASE; never shown.</param>
/// <param name="Table">Name, or schema and name with a point.</param>
internal sealed record RemoteTable(string Resource, string Address, string Table);

/// <summary>Registers resources that live in a department's own PostgreSQL (数据不出库).</summary>
internal sealed partial class RemoteTables(IDatabase database, RemoteBox box, CatalogueStore catalogue, IOrganisations organisations, IAccess access, IEvidenceRecorder evidence, TimeProvider time)
{
    public async Task<IReadOnlyDictionary<string, RemoteTable>> AllAsync(CancellationToken cancel) => (await database.ReadAsync(s => s.QueryAsync(
        "select resource, address, table_name from sharing_remote_table order by resource", r => (r.GetString(0), r.GetString(1), r.GetString(2))), cancel)).ToDictionary(r => r.Item1, r => new RemoteTable(r.Item1, box.Open(r.Item2), r.Item3), StringComparer.Ordinal);

    /// <summary>Name of the table of a resource; null when its data are here.</summary>
    public Task<string?> TableAsync(string resource, CancellationToken cancel) => database.ReadAsync(s => s.FirstAsync("select table_name from sharing_remote_table where resource = $1", r => r.GetString(0), resource), cancel);

    /// <exception cref="InvalidInputException">Address or table cannot be right; each fault at its field.</exception>
    /// <exception cref="DeniedException">The resource is another department's.</exception>
    public async Task RegisterAsync(Actor actor, string resource, string address, string table, CancellationToken cancel = default)
    {
        var described = await catalogue.FindAsync(resource, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", resource);
        if (!access.May(actor, Permissions.SharingProvide, organisations.Find(described.Description.ProviderId)?.Path ?? ""))
        {
            throw new DeniedException("sharing.quality.fault.not-yours");
        }
        var faults = new List<Fault>();
        if (!Address().IsMatch(address))
        {
            faults.Add(new("address", "sharing.remote.fault.address"));
        }
        if (!Table().IsMatch(table))
        {
            faults.Add(new("table", "sharing.remote.fault.table"));
        }
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        var (now, closed) = (time.GetUtcNow(), box.Seal(address));
        await database.WriteAsync(
            async s =>
            {
                await s.ExecuteAsync("insert into sharing_remote_table (resource, address, table_name, at) values ($1, $2, $3, $4) on conflict (resource) do update set address = excluded.address, table_name = excluded.table_name, at = excluded.at", resource, closed, table, now.ToMicros());
                var stream = "resource/" + resource;
                await evidence.RecordAsync(s, new("sharing.remote-registered", stream, await evidence.NextSequenceAsync(s, stream), now, "office/" + described.Description.ProviderId,
                    ImmutableSortedDictionary<string, string>.Empty.Add("table", table), ImmutableSortedDictionary<string, string>.Empty.Add("person", actor.PersonId)));
                return 0;
            },
            cancel);
    }

    [GeneratedRegex("^postgres(ql)?://[^/]+/[^/?]+([?].*)?$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Address();

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_]{0,62}([.][\p{L}_][\p{L}\p{N}_]{0,62})?$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Table();
}
