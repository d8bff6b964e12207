using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tree;

namespace Zhuangjin.Evidence.Witness;

/// <summary>A log that the witness watches, with all keys that sign for it (more than one while it changes its key).</summary>
internal sealed record WitnessedLog(string Origin, IReadOnlyList<VerifierKey> Keys)
{
    public ITreeHash Hash => Keys[0].TreeHash;

    /// <summary>The note with the signatures of the log's own keys alone; null when none of them signed, or one of these signatures is wrong.</summary>
    public SignedNote? Trusted(SignedNote note)
    {
        var own = note.Signatures.Where(s => Keys.Any(k => k.Name == s.Name && k.Id == s.KeyId)).ToList();
        return own.Count > 0 && Keys.Where(k => own.Exists(s => s.KeyId == k.Id)).All(note.IsSignedBy) ? note with { Signatures = own } : null;
    }
}

/// <summary>The logs that a witness was told to watch.</summary>
internal static class WitnessedLogs
{
    /// <param name="given">Key lines, or files of them.</param>
    /// <exception cref="FormatException">One is no log's key; names the file and line.</exception>
    public static async Task<IReadOnlyDictionary<string, WitnessedLog>> ReadAsync(IReadOnlyList<string> given, CancellationToken cancel)
    {
        var keys = new List<VerifierKey>();
        foreach (var one in given)
        {
            var isFile = File.Exists(one);
            var lines = isFile ? await File.ReadAllLinesAsync(one, cancel) : [one];
            foreach (var (number, line) in lines.Index())
            {
                var text = line.Trim();
                if (text.Length > 0 && !text.StartsWith('#'))
                {
                    keys.Add(Key(text, isFile ? $"{one}, line {number + 1}" : $"--log {one}"));
                }
            }
        }
        var logs = keys.Distinct().GroupBy(k => k.Name).ToDictionary(g => g.Key, g => new WitnessedLog(g.Key, [.. g]), StringComparer.Ordinal);
        return logs.Values.FirstOrDefault(l => l.Keys.Any(k => k.TreeHash != l.Hash)) is { } mixed
            ? throw new FormatException($"The keys of the log {mixed.Origin} sign over different hashes. Give only keys of one and the same log.")
            : logs;
    }

    private static VerifierKey Key(string line, string place)
    {
        try
        {
            return VerifierKey.Parse(line);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{place}: {e.Message} Copy the whole line that the log shows under /log/vkey, or name a file that exists.", e);
        }
    }
}
