namespace Zhuangjin.Scenarios.ProjectApproval.Problems;

/// <summary>Where a problem of the pool stands.</summary>
public enum ProblemState
{
    /// <summary>Waits for the next session.</summary>
    Open,

    /// <summary>On the agenda of a session.</summary>
    InSession,

    Resolved,

    /// <summary>Goes to a leader: an office disagreed, or a matter of safety found no answer.</summary>
    Escalated,
}

/// <summary>What an office says of the proposal.</summary>
public enum Opinion
{
    None,
    Agreed,
    Disagreed,

    /// <summary>缺席默认: it had signed for the summons and stayed away.</summary>
    Deemed,
}

/// <param name="What">Where the approval is stuck.</param>
/// <param name="Proposal">How it shall be solved.</param>
/// <param name="Safety">True where silence must not be taken for consent.</param>
/// <param name="Session">Month of its session, "2022-08"; null while it waits.</param>
public sealed record Problem(
    string Id,
    long Version,
    string Division,
    string HomePath,
    string Project,
    string? CaseId,
    string What,
    string Proposal,
    bool Safety,
    DateTimeOffset RaisedAt,
    string? Session,
    ProblemState State,
    string? Outcome,
    DateTimeOffset? SettledAt,
    IReadOnlyList<OfficeOpinion> Offices);

/// <summary>What one office says of a problem.</summary>
public sealed record OfficeOpinion(string OrganisationId, string Path, Opinion Opinion, string? Note, DateTimeOffset? At);

/// <summary>The city's joint session of a month (每月联合审批).</summary>
public sealed record JointSession(string Month, long Version, string Path, DateOnly HeldOn, string Place, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, string? Summary, IReadOnlyList<Attendance> Offices);

/// <param name="Liable">True for an office that signed for its summons and stayed away.</param>
public sealed record Attendance(string OrganisationId, string Path, DateTimeOffset? ReceivedAt, DateTimeOffset? ReportedAt, DateTimeOffset? AbsentAt, bool Liable);

/// <summary>Problems of one county, counted.</summary>
public sealed record CountyCount(string Division, int All, int Resolved, int Open);
