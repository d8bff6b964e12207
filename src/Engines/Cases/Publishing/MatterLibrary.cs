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
    private readonly ConcurrentDictionary<string, (string Base, long Sequence)> _rests = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
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
            _rests[matter.Matter.Key] = (matter.Matter.Hash, 0);
        }
        _running = running;
    }

    /// <summary>Lets new cases take this version from now on, unless a later one runs already.</summary>
    /// <param name="baseHash">Version of the pack that it rests on.</param>
    /// <param name="sequence">Its number among the publications of the matter.</param>
    public void Replace(CompiledMatter matter, string baseHash, long sequence)
    {
        lock (_gate)
        {
            var key = matter.Matter.Key;
            Keep(matter);
            if (_rests.TryGetValue(key, out var rests) && rests.Base == baseHash && rests.Sequence > sequence)
            {
                return;
            }
            _rests[key] = (baseHash, sequence);
            _running = [.. _running.Select(m => m.Matter.Key == key ? matter : m).OrderBy(m => m.Matter.Title.ToString(), StringComparer.Ordinal)];
        }
    }

    /// <summary>True when a version that another node published may take over here: it rests on the pack that runs here, and is newer.</summary>
    public bool Follows(PublishedVersion version) => _rests.TryGetValue(version.Matter, out var rests) && rests.Base == version.BaseHash && rests.Sequence < version.Sequence;

    /// <summary>A version that a case may be moved to; null when it was never published here.</summary>
    public CompiledMatter? Kept(string version, string hash, string key) => _known.GetValueOrDefault((key, version, hash));

    /// <summary>A version by its hash; null when it was never published here.</summary>
    public Matter? Kept(string key, string hash) => _known.FirstOrDefault(k => k.Key.Key == key && k.Key.Hash == hash).Value?.Matter;

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
