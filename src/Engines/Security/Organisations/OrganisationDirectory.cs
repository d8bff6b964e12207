using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Security.Organisations;

/// <summary>Keeps the tree in memory. A change on this node is seen at once; one made on another node within two seconds.</summary>
internal sealed class OrganisationDirectory(IDatabase database, TimeProvider time) : BackgroundService, IOrganisations, IStartUp
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    private OrganisationTree _tree = new(-1, []);

    public int Order => 100;

    public Organisation Root => _tree.Root ?? throw new InvalidOperationException("There are no organisations yet; the region must be added first.");

    public IReadOnlyList<Organisation> All => _tree.All;

    public OrganisationTree Tree => _tree;

    public Organisation? Find(string id) => _tree.Find(id);

    public IReadOnlyList<Organisation> Children(string id) => _tree.Children(id);

    public Organisation? Area(string division) => _tree.Area(division);

    public Organisation? Resolve(string function, string homeId) => _tree.Resolve(function, homeId);

    Task IStartUp.StartAsync(CancellationToken cancel) => RefreshAsync(cancel);

    public async Task RefreshAsync(CancellationToken cancel) => _tree = await database.ReadAsync(async session =>
    {
        var version = await session.FirstAsync("select version from security_tree where id = 1", row => row.GetInt64(0));
        return version == _tree.Version ? _tree : new OrganisationTree(version, await session.QueryAsync("select id, parent_id, path, kind, division, function, name from security_organisation", Read));
    }, cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RefreshAsync(stoppingToken);
        }
    }

    private static Organisation Read(DbDataReader row) => new(
        row.GetString(0),
        row.IsDBNull(1) ? null : row.GetString(1),
        row.GetString(2),
        Enum.Parse<OrganisationKind>(row.GetString(3)),
        row.GetString(4),
        row.IsDBNull(5) ? null : row.GetString(5),
        new LocalText(JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(6))!));
}
