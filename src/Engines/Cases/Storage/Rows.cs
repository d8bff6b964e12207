namespace Zhuangjin.Cases.Storage;

/// <summary>What lists ask of a case. Instants are microseconds since 1970.</summary>
internal sealed record CaseRow(
    string Id,
    string Number,
    long Version,
    string Matter,
    string MatterVersion,
    int Phase,
    string Applicant,
    string ApplicantName,
    string Home,
    string HomePath,
    string? SubjectKey,
    string Subject,
    long SubmittedAt,
    long? DecidedAt,
    long? EndedAt,
    bool Late,
    long ApplicantLost,
    long? ApplicantSince);

/// <summary>One office's piece of work as lists show it.</summary>
/// <param name="Lost">Microseconds by which the office ran over, in rounds that have ended.</param>
internal sealed record ItemRow(
    string CaseId,
    string Item,
    bool Open,
    int Status,
    string Matter,
    string Organisation,
    string Path,
    string Number,
    string Subject,
    string ApplicantName,
    long SubmittedAt,
    bool Received,
    string? Holder,
    long? EndedAt,
    string? Due,
    long ExpiresAt,
    long AmberAt,
    int Basis,
    bool Provisional,
    bool Paused,
    int Tier,
    long Lost)
{
    /// <summary>Stands for "no end": sorts after everything.</summary>
    public const long Never = long.MaxValue;
}

/// <summary>A running clock and its derived end.</summary>
internal sealed record ClockRow(string CaseId, string Clock, string? Due, long ExpiresAt, bool Provisional, string Calendar);

/// <summary>What of an open item's row a calendar decides.</summary>
internal sealed record ItemTimes(string CaseId, string Item, string Due, long ExpiresAt, long AmberAt, bool Provisional);
