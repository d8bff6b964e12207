using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Deposits.Recording;

/// <summary>Judges what a program asks to deposit, every fault at its field, and says how it stands in the log. Pure.</summary>
internal static class DepositJudgement
{
    /// <summary>Most bytes of a record's names and values together.</summary>
    public const int LargestRecord = 32 * 1024;

    public const int MostFields = 100;

    public const int LongestKey = 100;

    private const int LongestName = 200;

    /// <summary>A thing of at most so many bytes can be found by trying: its digest tells what it is.</summary>
    public const int Guessable = 32;

    /// <summary>A thing of at most so many bytes may be guessed by somebody who knows its form.</summary>
    private const int Short = 256;

    /// <summary>How far a depositor's clock may be ahead of ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private static readonly DateTimeOffset Earliest = ChinaTime.At(new(1949, 10, 1), TimeOnly.MinValue);

    public static IReadOnlyList<Fault> FaultsOf(NewDeposit asked, DateTimeOffset now)
    {
        var faults = new List<Fault>();
        void Unless(bool right, string field, string code, params string[] args)
        {
            if (!right)
            {
                faults.Add(new(field, "evidence.deposit.fault." + code, args));
            }
        }

        Unless(DepositScenes.Find(asked.Scene ?? "") is not null, "scene", "scene", asked.Scene ?? "", string.Join(", ", DepositScenes.All.Select(s => s.Key)));
        Unless(DepositKinds.All.Contains(asked.Kind ?? ""), "kind", "kind");
        Unless(asked.Key is not { } key || (key.Length is > 0 and <= LongestKey && IsText(key)), "key", "key", LongestKey.ToString());
        Unless(asked.Name is not { } name || (name.Length is > 0 and <= LongestName && IsText(name)), "name", "name", LongestName.ToString());
        Unless(asked.Subject is not { } subject || IsReference(subject), "subject", "subject");
        Unless(asked.OccurredAt is not { } at || (at <= now + ClockSkew && at >= Earliest), "occurredAt", "occurred-at");
        foreach (var (field, text) in ((string, string?)[])[("sha256", asked.Sha256), ("sm3", asked.Sm3), ("chunkRoot", asked.ChunkRoot)])
        {
            Unless(text is null || IsDigest(text), field, "digest");
        }
        var isRecord = asked.Kind == DepositKinds.Record;
        var isFile = asked.Kind == DepositKinds.File;
        Unless(isRecord || asked.Sha256 is not null || asked.Sm3 is not null, "sha256", "digest-missing");
        Unless(isRecord || asked.Size is >= 0, "size", "size-missing");
        Unless(isRecord || asked.Size is not (>= 0 and <= Guessable), "size", "guessable", Guessable.ToString());
        Unless(!isFile || asked.Sha256 is not null, "sha256", "file-digest");
        Unless(isFile || asked.ChunkRoot is null, "chunkRoot", "only-file");
        Unless(!isFile || asked.ChunkRoot is not null, "chunkRoot", "file-chunk-root");
        Unless(!isRecord || (asked.Sha256 ?? asked.Sm3) is null, "sha256", "not-record");
        Unless(isRecord || ((asked.Facts?.Count ?? 0) == 0 && (asked.Private?.Count ?? 0) == 0), "facts", "only-record");
        if (isRecord)
        {
            FieldFaults(asked, faults);
        }
        return faults;
    }

    /// <summary>What is not wrong, and should be thought about: text keys.</summary>
    public static IReadOnlyList<string> WarningsOf(string kind, long? size) =>
        kind != DepositKinds.Record && size is <= Short ? ["evidence.deposit.warning.short"] : [];

    /// <summary>What stands in the log, once the stream has given a number.</summary>
    public static EvidenceEvent ToEvent(NewDeposit asked, Depositor by, long sequence, DateTimeOffset at)
    {
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["kind"] = asked.Kind, ["scene"] = asked.Scene };
        var hidden = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["program"] = by.ProgramId };
        void Add(SortedDictionary<string, string> to, string name, string? value)
        {
            if (value is not null)
            {
                to[name] = value;
            }
        }

        Add(facts, "sha256", asked.Sha256?.ToLowerInvariant());
        Add(facts, "sm3", asked.Sm3?.ToLowerInvariant());
        Add(facts, "size", asked.Size?.ToString(CultureInfo.InvariantCulture));
        Add(facts, "chunk-root", asked.ChunkRoot?.ToLowerInvariant());
        Add(facts, "occurred", asked.OccurredAt?.ToChina().ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        Add(hidden, "name", asked.Name);
        Add(hidden, "subject", asked.Subject);
        foreach (var (name, value) in asked.Facts ?? ImmutableDictionary<string, string>.Empty)
        {
            facts["record." + name] = value;
        }
        foreach (var (name, value) in asked.Private ?? ImmutableDictionary<string, string>.Empty)
        {
            hidden["record." + name] = value;
        }
        return new(
            DepositStreams.EventType,
            DepositStreams.Of(by.OrganisationId, asked.Scene),
            sequence,
            at,
            "office/" + by.OrganisationId,
            facts.ToImmutableSortedDictionary(StringComparer.Ordinal),
            hidden.ToImmutableSortedDictionary(StringComparer.Ordinal),
            asked.Subject is { } subject ? $"deposit-subject/{by.OrganisationId}/{subject}" : null);
    }

    private static void FieldFaults(NewDeposit asked, List<Fault> faults)
    {
        var (count, bytes) = (0, 0);
        foreach (var (group, fields) in ((string, IReadOnlyDictionary<string, string>?)[])[("facts", asked.Facts), ("private", asked.Private)])
        {
            foreach (var (name, value) in fields ?? ImmutableDictionary<string, string>.Empty)
            {
                var field = $"{group}.{name}";
                count++;
                if (!IsFieldName(name))
                {
                    faults.Add(new(field, "evidence.deposit.fault.field-name"));
                }
                else if (value is null || !IsText(value))
                {
                    faults.Add(new(field, "evidence.deposit.fault.field-value"));
                }
                else if (group == "facts" && PersonalData.KindIn(value) is { } kind)
                {
                    faults.Add(new(field, $"evidence.fault.personal-data-{kind}", name));
                }
                bytes += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value ?? "");
            }
        }
        if (count is 0 or > MostFields)
        {
            faults.Add(new("facts", "evidence.deposit.fault.fields", MostFields.ToString()));
        }
        if (bytes > LargestRecord)
        {
            faults.Add(new("facts", "evidence.deposit.fault.too-large", bytes.ToString(), LargestRecord.ToString()));
        }
    }

    public static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);

    private static bool IsReference(string text) =>
        text.Length is > 0 and <= 100 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '/' or '-') && PersonalData.KindIn(text) is null;

    private static bool IsFieldName(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-') && IsText(name) && PersonalData.KindIn(name) is null;

    /// <summary>Whether a text has a form in UTF-8; half a surrogate has none.</summary>
    private static bool IsText(string text)
    {
        try
        {
            CanonicalJson.Strict.GetByteCount(text);
            return !text.Contains('\0', StringComparison.Ordinal);
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}

/// <summary>How deposits are named in the log.</summary>
internal static class DepositStreams
{
    public const string EventType = "evidence.deposited";

    public static string Of(string organisationId, string scene) => $"deposit/{organisationId}/{scene}";
}
