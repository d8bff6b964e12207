using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>Writes uses into the log. An answer leaves only after this has returned: what was answered is on record even if the power goes in the next moment.</summary>
internal sealed class UseRecorder(ILogAppender log, SubjectHash subjects, TimeProvider time)
{
    public const string Type = "sharing.used";

    /// <summary>People named in one event at most; uses about more (files) are found by their grant.</summary>
    public const int MostSubjects = 200;

    /// <summary>Returns when the use is durable.</summary>
    public async Task<AppendedEvent> RecordAsync(Use use, CancellationToken cancel = default)
    {
        var at = time.GetUtcNow();
        var facts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        facts["resource"] = use.Resource;
        facts["version"] = use.Version.ToString(CultureInfo.InvariantCulture);
        facts["version-hash"] = use.VersionHash;
        facts["recipient"] = use.Recipient;
        facts["ground"] = use.Ground;
        facts["items"] = string.Join(' ', use.Items);
        facts["rows"] = use.Rows.ToString(CultureInfo.InvariantCulture);
        if (use.Subjects is { Length: > 0 and <= MostSubjects })
        {
            facts["subjects"] = string.Join(' ', use.Subjects.Select(subjects.Of));
        }
        if (use.IsFile)
        {
            facts["file"] = "whole";
        }
        var sealable = facts.ToImmutable();
        var actor = use.Recipient == "self" ? "clock" : "office/" + use.Recipient;
        return await log.AppendAsync(use.Stream, sequence => new(Type, use.Stream, sequence, at, actor, sealable, ImmutableSortedDictionary<string, string>.Empty), cancel);
    }
}
