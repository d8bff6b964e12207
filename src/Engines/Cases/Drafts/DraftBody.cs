using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Drafts;

/// <summary>What a draft holds: all that was typed, right or wrong, and where prefilled values came from.</summary>
/// <param name="Known">Values that the platform filled in, by field; locked fields keep them whatever is typed.</param>
internal sealed record DraftBody(
    Party Applicant,
    string? MandateId,
    string? Subject,
    ImmutableSortedDictionary<string, string> Form,
    ImmutableSortedDictionary<string, string> Known,
    ImmutableSortedDictionary<string, LocalText> Sources,
    ImmutableSortedDictionary<string, MaterialState> Materials);

/// <summary>A stored draft.</summary>
internal sealed record DraftRow(string Id, string Owner, long Version, string Matter, DateTimeOffset SavedAt, string? CaseId, DraftBody Body);
