using System.Globalization;
using System.Text;
using Zhuangjin.Evidence.Notes;

namespace Zhuangjin.Evidence.Witnessing;

/// <summary>Which witnesses are trusted, and how many of them must have co-signed (c2sp.org/tlog-policy).</summary>
/// <param name="Quorum">Name of the witness or group that decides; "none" when no cosignature is asked for.</param>
internal sealed record TrustPolicy(
    IReadOnlyList<PolicyLog> Logs, IReadOnlyList<PolicyWitness> Witnesses, IReadOnlyList<PolicyGroup> Groups, string Quorum)
{
    public const string NoQuorum = "none";

    /// <summary>True when a quorum is asked for: without one no checkpoint counts as witnessed.</summary>
    public bool Demands => Quorum != NoQuorum;

    /// <summary>Whether these witnesses are enough.</summary>
    public bool Holds(IReadOnlySet<string> witnesses) => !Demands || IsMet(Quorum, witnesses);

    /// <summary>Whether a witness, or enough members of a group, are among these.</summary>
    public bool IsMet(string name, IReadOnlySet<string> witnesses) =>
        witnesses.Contains(name) || (Groups.FirstOrDefault(g => g.Name == name) is { } group && group.Members.Count(m => IsMet(m, witnesses)) >= group.Needed);

    /// <summary>The group in which a witness stands; null when it is in none.</summary>
    public PolicyGroup? GroupOf(string name) => Groups.FirstOrDefault(g => g.Members.Contains(name, StringComparer.Ordinal));

    /// <summary>The witnesses whose valid cosignature a note bears, in the order of the policy.</summary>
    public IReadOnlyList<PolicyWitness> Cosigners(SignedNote note) => [.. Witnesses.Where(w => note.IsSignedBy(w.Key))];

    /// <param name="source">What the text is called in messages: the path of its file.</param>
    /// <exception cref="InvalidDataException">The text is no policy; the message names the place, what is wrong and what to write.</exception>
    public static TrustPolicy Parse(ReadOnlySpan<byte> bytes, string source) => new PolicyReader(source).Read(Decode(bytes));

    /// <summary>Octets beyond ASCII are opaque to the format; UTF-8 is what people write.</summary>
    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}

internal sealed record PolicyLog(VerifierKey Key, Uri? Address);

/// <param name="Name">Within the policy.</param>
/// <param name="Address">Where it takes checkpoints; null when this is not known here.</param>
internal sealed record PolicyWitness(string Name, VerifierKey Key, Uri? Address);

/// <param name="Needed">How many members at least.</param>
internal sealed record PolicyGroup(string Name, int Needed, IReadOnlyList<string> Members);

/// <summary>Reads a policy line by line.</summary>
internal sealed class PolicyReader(string source)
{
    private readonly List<PolicyLog> _logs = [];
    private readonly List<PolicyWitness> _witnesses = [];
    private readonly List<PolicyGroup> _groups = [];
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private string? _quorum;
    private int _line;

    public TrustPolicy Read(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            _line++;
            if (line.Any(c => c < ' ' && c != '\t'))
            {
                throw Wrong("a control character stands here", line.EndsWith('\r') ? "save the file with Unix line ends (LF)" : "remove it");
            }
            var items = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (items.Length == 0 || items[0].StartsWith('#'))
            {
                continue;
            }
            switch (items)
            {
                case ["log", var key, .. { Length: <= 1 } address]:
                    AddLog(key, address);
                    break;
                case ["witness", var name, var key, .. { Length: <= 1 } address]:
                    AddWitness(name, key, address);
                    break;
                case ["group", var name, var count, .. { Length: > 0 } members]:
                    AddGroup(name, count, members);
                    break;
                case ["quorum", var name]:
                    SetQuorum(name);
                    break;
                default:
                    throw Wrong($"'{line.Trim()}' is no line of a policy", "write 'log VKEY [URL]', 'witness NAME VKEY [URL]', 'group NAME all|any|NUMBER NAME…' or 'quorum NAME'");
            }
        }
        return new(_logs, _witnesses, _groups, _quorum ?? throw Wrong("the line 'quorum NAME' is missing", "say which witness or group decides, or 'quorum none'"));
    }

    private void AddLog(string line, string[] address)
    {
        var key = Key(line, VerifierKey.Parse);
        _logs.Add(_logs.Exists(l => SameKey(l.Key, key)) ? throw Wrong("this log's key stands here a second time", "remove one of the lines") : new(key, Address(address)));
    }

    private void AddWitness(string name, string line, string[] address)
    {
        RefuseTaken(name);
        var key = Key(line, VerifierKey.ParseWitness);
        // Otherwise one party could count twice.
        _witnesses.Add(_witnesses.Find(w => SameKey(w.Key, key)) is { } other
            ? throw Wrong($"'{name}' has the same key as '{other.Name}'", "every witness needs a key of its own")
            : new(name, key, Address(address)));
    }

    private void AddGroup(string name, string count, string[] members)
    {
        RefuseTaken(name);
        foreach (var member in members)
        {
            if (!IsKnown(member))
            {
                throw Wrong($"'{member}' is not defined above this line", "define the witness or group first");
            }
            if (!_members.Add(member))
            {
                throw Wrong($"'{member}' is already the member of a group", "name it in one group only, so that it counts once");
            }
        }
        var needed = count switch
        {
            "all" => members.Length,
            "any" => 1,
            _ => int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var k) && k >= 1 && k <= members.Length
                ? k
                : throw Wrong($"'{count}' of {members.Length} members cannot be needed", $"write 'all', 'any' or a number from 1 to {members.Length}"),
        };
        _groups.Add(new(name, needed, members));
    }

    private void SetQuorum(string name)
    {
        if (_quorum is not null)
        {
            throw Wrong("the quorum is named a second time", "leave one of the lines");
        }
        _quorum = name == TrustPolicy.NoQuorum || IsKnown(name) ? name : throw Wrong($"'{name}' is not defined above this line", "define the witness or group first");
    }

    private void RefuseTaken(string name)
    {
        if (name == TrustPolicy.NoQuorum || IsKnown(name))
        {
            throw Wrong($"the name '{name}' is taken", "choose another name");
        }
    }

    private bool IsKnown(string name) => _witnesses.Exists(w => w.Name == name) || _groups.Exists(g => g.Name == name);

    private VerifierKey Key(string line, Func<string, VerifierKey> parse)
    {
        try
        {
            return parse(line);
        }
        catch (FormatException e)
        {
            throw Wrong(e.Message.TrimEnd('.'), "copy the whole line from its owner: a witness and a log show it under /vkey");
        }
    }

    private Uri? Address(string[] items) => items.Length == 0 ? null
        : Uri.TryCreate(items[0].TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw Wrong($"'{items[0]}' is no address", "write for example https://witness.example.cn");

    private static bool SameKey(VerifierKey one, VerifierKey other) => one.ToString().Split('+', 3)[2] == other.ToString().Split('+', 3)[2];

    private InvalidDataException Wrong(string what, string remedy) => new($"{source}, line {_line}: {what}; {remedy}.");
}
