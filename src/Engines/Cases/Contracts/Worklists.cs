using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>Lists of work and of cases; each scoped by the actor's reach, paged by cursor, flat in the number of finished cases.</summary>
public interface IWorklists
{
    Task<WorkPage> WorkAsync(Actor actor, WorkQuery query, CancellationToken cancel = default);

    /// <summary>Cases whose applicant the actor represents, newest first.</summary>
    Task<IReadOnlyList<MyCase>> MineAsync(Actor actor, CancellationToken cancel = default);

    /// <summary>Cases about one subject (a project) that the actor may see, newest first.</summary>
    Task<IReadOnlyList<MyCase>> AboutAsync(Actor actor, string subjectKey, CancellationToken cancel = default);

    /// <summary>The supervisor's numbers within his reach.</summary>
    Task<Board> BoardAsync(Actor actor, CancellationToken cancel = default);
}

public enum WorkOrder
{
    Due,
    Submitted,
    Number,
}

/// <param name="Mine">Only what the actor has taken.</param>
/// <param name="Search">Words that the case must hold, as <see cref="ICaseSearch"/> understands them.</param>
/// <param name="After">Cursor of the previous page.</param>
/// <param name="OrganisationId">Only what lies with this office or below it, as the board's rows do.</param>
public sealed record WorkQuery(string? MatterKey = null, string? Item = null, Light? Light = null, bool Mine = false, bool Untaken = false, string? Search = null, WorkOrder Order = WorkOrder.Due, bool Descending = false, string? After = null, int Size = 50, string? OrganisationId = null);

/// <param name="Total">Number of rows, counted up to 500 when the first page was read; null when there are more.</param>
public sealed record WorkPage(IReadOnlyList<WorkRow> Rows, string? Next, int? Total);

public sealed record WorkRow(string CaseId, string Number, long CaseVersion, string MatterKey, LocalText MatterTitle, string Item, LocalText ItemTitle, string Subject, string ApplicantName, string OrganisationId, string? HolderName, bool Received, DateTimeOffset SubmittedAt, DateOnly? Due, bool Provisional, Light Light, int? DaysLeft)
{
    /// <summary>The very instant, where the limit is in hours.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <param name="Provisional">True when the due crosses a year without announced holidays.</param>
public sealed record MyCase(string CaseId, string Number, string MatterKey, LocalText MatterTitle, string? SubjectKey, string Subject, CasePhase Phase, DateTimeOffset SubmittedAt, DateOnly? Due, Light Light, DueLine NextStep, bool NeedsApplicant, int StepsDone, int StepsAll, string? CertificateId, bool Provisional = false);

/// <param name="Offices">By office: open items by light, days lost.</param>
public sealed record Board(IReadOnlyList<OfficeLights> Offices, IReadOnlyList<OverdueItem> Overdue, int Cases, int Ended, int OnTime, decimal DaysLostByOffices, decimal DaysLostByApplicants);

public sealed record OfficeLights(string OrganisationId, LocalText Name, int Green, int Amber, int Red, int Paused, int Done, int Late, int Deemed, decimal DaysLost);

public sealed record OverdueItem(string CaseId, string Number, LocalText MatterTitle, LocalText ItemTitle, LocalText Office, string Subject, DateOnly Due, int DaysOver, int Tier);
