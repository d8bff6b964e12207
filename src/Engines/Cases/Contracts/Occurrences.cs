namespace Zhuangjin.Cases.Contracts;

/// <summary>What happened to cases, for those who tell people and programs about it. It answers the platform itself, not a person: show nothing of it to anybody
/// whose rights were not asked.</summary>
public interface ICaseOccurrences
{
    /// <summary>An event of a case, with the case as it stands now; null when there is none.</summary>
    Task<CaseOccurrence?> ReadAsync(string caseId, long sequence, CancellationToken cancel = default);
}

public sealed record CaseOccurrence(CaseState State, Matter Matter, RecordedEvent Happened)
{
    /// <summary>How lists name the case: the value of the matter's subject field, or else the matter.</summary>
    public string Subject => Matter.SubjectField is { } key && State.Form.TryGetValue(key, out var value) ? value : Matter.Title.ToString();
}

/// <summary>What happened in supervision and to ratings, for those who tell people about it; the same holds of what it answers.</summary>
public interface ISupervisionOccurrences
{
    /// <summary>The notice (督办单) as it stands now; null when there is none.</summary>
    Task<SupervisionNotice?> NoticeAsync(string noticeId, CancellationToken cancel = default);

    /// <summary>A rating with the case that was rated; null when there is none.</summary>
    Task<RatingOccurrence?> RatingAsync(string ratingId, CancellationToken cancel = default);
}

public sealed record RatingOccurrence(Rating Rating, CaseState State, Matter Matter);
