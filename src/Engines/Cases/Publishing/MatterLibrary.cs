using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Publishing;

/// <summary>The published matters: the running version of each, and every version that a case has ever pinned.</summary>
internal sealed class MatterLibrary(IDatabase database) : IMatters
{
    private readonly ConcurrentDictionary<(string Key, string Version, string Hash), CompiledMatter> _known = new();
    private volatile IReadOnlyList<CompiledMatter> _running = [];

    public IReadOnlyList<Matter> Published => [.. _running.Select(m => m.Matter)];

    public Matter? Current(string key) => CurrentCompiled(key)?.Matter;

    public CompiledMatter? CurrentCompiled(string key) => _running.FirstOrDefault(m => m.Matter.Key == key);

    public Matter Pinned(string key, string version, string hash) => Compiled(key, version, hash).Matter;

    /// <exception cref="InvalidOperationException">No such version was ever published here.</exception>
    public CompiledMatter Compiled(string key, string version, string hash) =>
        _known.TryGetValue((key, version, hash), out var compiled) ? compiled : Read(key, version, hash);

    /// <summary>Makes these the running versions.</summary>
    public void Run(IEnumerable<CompiledMatter> matters)
    {
        var running = matters.OrderBy(m => m.Matter.Title.ToString(), StringComparer.Ordinal).ToList();
        foreach (var matter in running)
        {
            Keep(matter);
        }
        _running = running;
    }

    public void Keep(CompiledMatter matter) => _known[(matter.Matter.Key, matter.Matter.Version, matter.Matter.Hash)] = matter;

    /// <summary>A version that another node published after this one started. Rare, and short: it is read where it is asked for.</summary>
    private CompiledMatter Read(string key, string version, string hash)
    {
        var body = Task.Run(() => database.ReadAsync(session => session.FirstAsync(
            "select body from cases_matter where key = $1 and version = $2 and hash = $3", r => r.GetString(0), key, version, hash))).GetAwaiter().GetResult()
            ?? throw new InvalidOperationException($"The version {version} ({hash}) of '{key}' is not on record here, but a case was begun under it. Restore cases_matter from a backup.");
        return _known[(key, version, hash)] = CompiledMatter.Of(JsonSerializer.Deserialize(body, CaseJson.Compact.Matter)!);
    }
}
