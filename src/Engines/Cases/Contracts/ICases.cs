using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>Commands and views of single cases; the only way in for pages, API, followers and demo alike.</summary>
public interface ICases
{
    /// <summary>Decides a command and returns once its events are durable.</summary>
    /// <param name="expectedVersion">Version that the caller saw; null to act on whatever it is now.</param>
    /// <param name="idempotencyKey">The same key gives the same answer and acts once.</param>
    /// <exception cref="Kernel.Faults.ConflictException">The case has moved on since; says who did what.</exception>
    /// <exception cref="Kernel.Faults.DeniedException">The actor may not do this here.</exception>
    /// <exception cref="Kernel.Faults.InvalidInputException">Each fault at its field.</exception>
    Task<CaseState> ExecuteAsync(Actor actor, string caseId, CaseCommand command, long? expectedVersion = null, string? idempotencyKey = null, CancellationToken cancel = default);

    /// <summary>The case as this actor may see it; null when there is none for him.</summary>
    Task<CaseView?> FindAsync(Actor actor, string caseId, CancellationToken cancel = default);

    Task<string?> IdByNumberAsync(string number, CancellationToken cancel = default);
}

/// <summary>Applications being written. A draft is the applicant's own paper: it becomes a case, with number and evidence, when it is submitted.</summary>
public interface IDrafts
{
    /// <param name="subject">Key within the matter's main prefill source (the project), or null.</param>
    Task<Draft> StartAsync(Actor actor, string matterKey, string partyId, string? subject, CancellationToken cancel = default);

    Task<Draft?> FindAsync(Actor actor, string draftId, CancellationToken cancel = default);

    Task<IReadOnlyList<Draft>> MineAsync(Actor actor, CancellationToken cancel = default);

    /// <summary>Keeps what was typed, right or wrong; returns the faults that would stop it from being submitted.</summary>
    Task<Draft> SaveAsync(Actor actor, string draftId, IReadOnlyDictionary<string, string> form, CancellationToken cancel = default);

    /// <summary>Adds an upload. Checked for size, kind by content, and the material's accepted kinds.</summary>
    Task<Draft> AttachAsync(Actor actor, string draftId, string material, string fileName, Stream content, CancellationToken cancel = default);

    /// <summary>Uses a certificate that the platform holds as material.</summary>
    Task<Draft> AttachCertificateAsync(Actor actor, string draftId, string material, string certificateId, CancellationToken cancel = default);

    /// <summary>Promises a deferrable material (容缺), or takes the promise or the attachment back.</summary>
    Task<Draft> PromiseAsync(Actor actor, string draftId, string material, bool promised, CancellationToken cancel = default);

    /// <summary>Leaves a material to be awaited, which makes the application one for simulated approval (模拟审批); <see cref="PromiseAsync"/> with false takes that back.</summary>
    Task<Draft> AwaitAsync(Actor actor, string draftId, string material, CancellationToken cancel = default);

    Task DiscardAsync(Actor actor, string draftId, CancellationToken cancel = default);

    /// <summary>Submits. Twice with one draft gives the same case.</summary>
    Task<CaseState> SubmitAsync(Actor actor, string draftId, CancellationToken cancel = default);
}

/// <param name="Sources">Field → where its prefilled value came from, for "prefilled from …".</param>
/// <param name="Faults">What would stop it from being submitted now.</param>
public sealed record Draft(
    string Id,
    string MatterKey,
    Party Applicant,
    string? MandateId,
    string? Subject,
    ImmutableSortedDictionary<string, string> Form,
    ImmutableSortedDictionary<string, LocalText> Sources,
    ImmutableSortedDictionary<string, MaterialState> Materials,
    DateTimeOffset SavedAt,
    IReadOnlyList<Kernel.Faults.Fault> Faults,
    string? CaseId);

public enum Light
{
    /// <summary>Time enough.</summary>
    Green,

    /// <summary>Little time left.</summary>
    Amber,

    /// <summary>Overdue.</summary>
    Red,

    /// <summary>Paused: the clock stands still.</summary>
    Paused,

    /// <summary>Stopped in time.</summary>
    Met,

    /// <summary>Stopped too late.</summary>
    Missed,
}

/// <summary>A clock with all that is derived from it, and the derivation itself.</summary>
/// <param name="Due">Last day; for hours the day of the last instant. Null while it stands still.</param>
/// <param name="Provisional">True when a year without announced holidays is crossed.</param>
/// <param name="DaysLeft">Days of the clock's basis left; negative when overdue. Null while paused or stopped.</param>
/// <param name="Explanation">How the due was computed, one line each: start, days passed over and why, pauses, extensions.</param>
public sealed record ClockView(ClockState State, ClockRule Rule, DateOnly? Due, bool Provisional, Light Light, int? DaysLeft, IReadOnlyList<DueLine> Explanation)
{
    /// <summary>The very instant, where the limit is in hours.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <param name="Code">Text key of the line, e.g. "cases.due.skip-holidays".</param>
public sealed record DueLine(string Code, params string[] Args);

/// <summary>Everything that a case page shows.</summary>
/// <param name="Actions">Names of the commands that this actor may send now, with their item where they have one: "AgreeItem:planning", "Withdraw".</param>
/// <param name="NextStep">Text key and arguments: what happens next, in plain words, for the applicant.</param>
/// <param name="Names">Shown names of the people and organisations that the events mention, by id.</param>
public sealed record CaseView(
    CaseState State,
    Matter Matter,
    IReadOnlyList<ClockView> Clocks,
    IReadOnlyList<RecordedEvent> Events,
    IReadOnlySet<string> Actions,
    DueLine NextStep,
    IReadOnlyDictionary<string, LocalText> Names,
    bool AsApplicant);

/// <summary>Published matters.</summary>
public interface IMatters
{
    /// <summary>The running version of each matter, in order of title.</summary>
    IReadOnlyList<Matter> Published { get; }

    Matter? Current(string key);

    /// <summary>The very version that a case pinned; kept for ever.</summary>
    Matter Pinned(string key, string version, string hash);
}
