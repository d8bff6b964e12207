using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Running;
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
