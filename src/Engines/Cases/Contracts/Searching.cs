using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>Full-text search over all cases within an official's reach, finished ones too, in Chinese and otherwise.</summary>
/// <remarks>The words are found in number, subject, applicant, the form's values that officials see in full, and what was said of the case.
/// Chinese is found anywhere, however it is joined; a word of letters or digits is found at its beginning ("000123" also by "123"). All of several words must be there.</remarks>
public interface ICaseSearch
{
    /// <param name="words">What to look for; at most twelve words count.</param>
    /// <param name="after">Cursor of the previous page.</param>
    Task<SearchPage> SearchAsync(Actor actor, string words, string? after = null, int size = 20, CancellationToken cancel = default);
}

/// <param name="Hits">Newest cases first.</param>
public sealed record SearchPage(IReadOnlyList<SearchHit> Hits, string? Next);

/// <param name="Matches">The texts in which words were found, each with its label.</param>
public sealed record SearchHit(
    string CaseId,
    string Number,
    string MatterKey,
    LocalText MatterTitle,
    string Subject,
    string ApplicantName,
    CasePhase Phase,
    DateTimeOffset SubmittedAt,
    IReadOnlyList<SearchMatch> Matches);

/// <param name="Kind">"number", "subject", "applicant", "form" or "remark".</param>
/// <param name="Label">Label of the form's field; null for the other kinds.</param>
public sealed record SearchMatch(string Kind, LocalText? Label, IReadOnlyList<SearchPiece> Pieces);

/// <param name="Found">True for what was searched for.</param>
public sealed record SearchPiece(string Text, bool Found);
