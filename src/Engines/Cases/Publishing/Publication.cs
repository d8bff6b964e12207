using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Publishing;

/// <summary>Reads the packs at the start and publishes their matters. A wrong pack refuses the start, with everything that is wrong in it.</summary>
/// <remarks>Packs come from the scenarios' assemblies, and from the folders below the one that the setting <c>Packs</c> names. A deployment sets a pack's
/// parameters under <c>Matters:{pack}:{parameter}</c>.</remarks>
internal sealed class Publication(IServiceProvider services, MatterLibrary library, IDatabase database, ModuleSettings settings, TimeProvider time) : IStartUp
{
    public int Order => 40;

    public async Task StartAsync(CancellationToken cancel)
    {
        var configuration = services.GetService<IConfiguration>();
        var faults = new StringBuilder();
        var matters = new List<CompiledMatter>();
        foreach (var files in Packs(configuration))
        {
            var parameters = configuration?.GetSection("Matters:" + Path.GetFileName(files.Name)).GetChildren().ToDictionary(c => c.Key, c => c.Value ?? "", StringComparer.Ordinal);
            var pack = PackLoader.Load(files, parameters);
            foreach (var error in pack.Errors)
            {
                faults.Append("\n  ").Append(files.Name).Append('/').Append(error);
            }
            matters.AddRange(pack.Matters);
        }
        if (faults.Length > 0)
        {
            throw new InvalidOperationException($"The packs are wrong; mend this and start again:{faults}");
        }
        if (matters.GroupBy(m => m.Matter.Key, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"Two packs have a matter '{twice.Key}'. Give one of them another key, or leave one out.");
        }
        var ports = services.GetRequiredService<CheckPorts>().Names;
        if (matters.SelectMany(m => m.Matter.Items.SelectMany(i => i.Checks.Select(c => (m.Matter.Key, c.Port)))).FirstOrDefault(c => c.Port is not null && !ports.Contains(c.Port)) is ({ } matter, { } port))
        {
            throw new InvalidOperationException($"The matter '{matter}' asks its checks of '{port}', and nothing here answers to that name. Register an ICaseChecks of this name, or take the check out.");
        }
        await RecordAsync(matters, cancel);
        library.Run(matters);
        await ContinueAsync(matters, cancel);
    }

    /// <summary>Goes on with the versions that people published. A new pack takes over with those of their tables that it leaves as they were.</summary>
    private async Task ContinueAsync(List<CompiledMatter> packs, CancellationToken cancel)
    {
        var latest = (await database.ReadAsync(PublicationTable.LatestAsync, cancel)).ToDictionary(v => v.Matter, StringComparer.Ordinal);
        foreach (var pack in packs.Select(p => p.Matter))
        {
            var last = latest.GetValueOrDefault(pack.Key);
            if (last is null || last.BaseHash != pack.Hash)
            {
                last = await TakeOverAsync(pack, last, cancel);
            }
            if (last.Hash != pack.Hash)
            {
                library.Replace(library.Compiled(pack.Key, last.Version, last.Hash), last.BaseHash, last.Sequence);
            }
        }
    }

    private async Task<PublishedVersion> TakeOverAsync(Matter pack, PublishedVersion? last, CancellationToken cancel)
    {
        var now = ChinaTime.FromMicros(time.GetUtcNow().ToMicros());
        var first = new PublishedVersion(pack.Key, (last?.Sequence ?? 0) + 1, pack.Version, pack.Hash, pack.Hash, "pack", now, "", "", "");
        var next = last is not null && last.Hash != last.BaseHash && library.Kept(pack.Key, last.BaseHash) is { } oldPack && library.Kept(pack.Key, last.Hash) is { } running
            ? Versioning.Carry(oldPack, running, pack, first.Sequence + 1) : null;
        var carried = next is null ? null : first with { Sequence = first.Sequence + 1, Version = next.Version, Hash = next.Hash, Origin = "carried", Tables = string.Join(',', Versioning.Changed(pack, next)) };
        var body = next is null ? "" : JsonSerializer.Serialize(next, CaseJson.Compact.Matter);
        await database.WriteAsync(async session =>
        {
            // Nodes that start together with one pack write the same; the second finds it there.
            await PublicationTable.InsertAsync(session, first);
            if (carried is not null)
            {
                await PublicationTable.KeepBodyAsync(session, carried.Matter, carried.Version, carried.Hash, now, body);
                await PublicationTable.InsertAsync(session, carried);
            }
            return 0;
        }, cancel);
        return carried ?? first;
    }

    private IEnumerable<IPackFiles> Packs(IConfiguration? configuration)
    {
        foreach (var pack in services.GetServices<PackFolder>().Where(p => EmbeddedPackFiles.Folders(p.Assembly).Contains(p.Folder, StringComparer.Ordinal)))
        {
            yield return new EmbeddedPackFiles(pack.Assembly, pack.Folder);
        }
        if (configuration?["Packs"] is { Length: > 0 } root)
        {
            foreach (var folder in Directory.EnumerateDirectories(root).Where(d => File.Exists(Path.Combine(d, PackLoader.Main))).Order(StringComparer.Ordinal))
            {
                yield return new FolderPackFiles(folder);
            }
        }
    }

    /// <summary>Keeps every version for ever. One version with two meanings is refused, for nobody could tell which of them a paper speaks of.</summary>
    private async Task RecordAsync(List<CompiledMatter> matters, CancellationToken cancel)
    {
        var known = await database.ReadAsync(session => session.QueryAsync(
            "select key, version, hash, body from cases_matter", r => (Key: r.GetString(0), Version: r.GetString(1), Hash: r.GetString(2), Body: r.GetString(3))), cancel);
        foreach (var matter in matters.Select(m => m.Matter))
        {
            if (!settings.Demo && known.Any(k => k.Key == matter.Key && k.Version == matter.Version && k.Hash != matter.Hash))
            {
                throw new InvalidOperationException($"The matter '{matter.Key}' {matter.Version} was published before with other content or parameters. Raise its version: running cases keep the one that they began under.");
            }
        }
        foreach (var (_, _, _, body) in known)
        {
            library.Keep(CompiledMatter.Of(JsonSerializer.Deserialize(body, CaseJson.Compact.Matter)!));
        }
        var now = time.GetUtcNow().ToMicros();
        foreach (var matter in matters.Select(m => m.Matter).Where(m => !known.Any(k => k.Key == m.Key && k.Version == m.Version && k.Hash == m.Hash)))
        {
            var body = JsonSerializer.Serialize(matter, CaseJson.Compact.Matter);
            await database.WriteAsync(session => session.ExecuteAsync(
                "insert into cases_matter (key, version, hash, published_at, body) values ($1, $2, $3, $4, $5) on conflict (key, version, hash) do nothing",
                matter.Key, matter.Version, matter.Hash, now, body), cancel);
        }
    }
}
