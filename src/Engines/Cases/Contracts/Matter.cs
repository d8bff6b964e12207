using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Contracts;

/// <summary>A matter (事项): one published, immutable definition of a service. A running case pins <see cref="Key"/>, <see cref="Version"/> and <see cref="Hash"/>.</summary>
public sealed record Matter
{
    public required string Key { get; init; }

    public required string Version { get; init; }

    /// <summary>SHA-256 over the pack's files and the parameter values, lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    public required LocalText Title { get; init; }

    /// <summary>One or two plain sentences: what one gets.</summary>
    public required LocalText Summary { get; init; }

    public required LocalText Audience { get; init; }

    /// <summary>Function of the organisation that runs the matter, e.g. "approval-office".</summary>
    public required string Office { get; init; }

    /// <summary>Page on which such cases begin ("/sharing/request") when not by an application on the services' pages; <see cref="ByPlatform"/> when the platform
    /// begins them by itself; null for everything that people apply for.</summary>
    public string? BeginsAt { get; init; }

    /// <summary>See <see cref="BeginsAt"/>.</summary>
    public const string ByPlatform = "platform";

    public ImmutableArray<LegalBasis> Basis { get; init; } = [];

    public required Fee Fee { get; init; }

    /// <summary>Values that a deployment may set ("certificate_limit" → "4d"), as they stand in this version.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Name of the prefill source from which the applicant first chooses what the application is about ("project"); null when there is no choice.</summary>
    public string? SubjectSource { get; init; }

    /// <summary>Form field by which lists name the case (the project's name).</summary>
    public string? SubjectField { get; init; }

    /// <summary>Form field that holds the GB/T 2260 code of the place; null when the matter is always the home office's.</summary>
    public string? DivisionField { get; init; }

    public ImmutableArray<Field> Form { get; init; } = [];

    public ImmutableArray<Material> Materials { get; init; } = [];

    public ImmutableArray<ClockRule> Clocks { get; init; } = [];

    public ImmutableArray<Step> Steps { get; init; } = [];

    public IssueRule? Issue { get; init; }

    /// <summary>免办清单: what need not be done, under which condition, and why.</summary>
    public ImmutableArray<Exemption> Exemptions { get; init; } = [];

    /// <summary>模拟审批: what may be lacking while the case is reviewed as if it were there; null when the matter has no such thing.</summary>
    public SimulationRule? Simulation { get; init; }

    /// <summary>吹哨报到: who convenes offices over a problem; null when the matter has no such thing.</summary>
    public CoordinationRule? Coordination { get; init; }

    /// <summary>决策表: rules as tables, used in expressions as decision.{table}.{result}.</summary>
    public ImmutableArray<DecisionTable> Decisions { get; init; } = [];
    /// <summary>公告: what is published of a case by itself.</summary>
    public ImmutableArray<AnnouncementRule> Announcements { get; init; } = [];

    /// <summary>The licence that a grant takes out of force; null when none.</summary>
    public VoidRule? Voids { get; init; }

    /// <summary>Review, reopening and revocation; null when the matter knows none.</summary>
    public RemedyRule? Remedies { get; init; }

    /// <summary>Form fields that the public may see of a finished case.</summary>
    public ImmutableArray<string> Published { get; init; } = [];

    public IEnumerable<Item> Items => Steps.SelectMany(s => s.Items);

    public Item Item(string key) => Items.First(i => i.Key == key);
}

/// <param name="Amount">Yuan; 0 is free of charge.</param>
/// <param name="Rule">Result of a decision table that tells the amount by what the form says ("decision.fee.amount"); null when it is the same for all.</param>
public sealed record Fee(decimal Amount, LocalText? Note, string? Rule = null);

/// <param name="Law">Name of the law or paper.</param>
/// <param name="Article">"第四十九条"; empty for the whole paper.</param>
public sealed record LegalBasis(LocalText Law, string Article);

public enum FieldType
{
    Text,
    LongText,
    Integer,
    Decimal,
    Flag,
    Date,
    Choice,
    Uscc,
    CitizenId,
    Division,
    Phone,
}

/// <summary>A field of the form. Values are canonical texts of the type: "true", "2022-08-16", "12850.5"; an absent key is an empty field.</summary>
public sealed record Field
{
    public required string Key { get; init; }

    public required FieldType Type { get; init; }

    public required LocalText Label { get; init; }

    public LocalText? Hint { get; init; }

    /// <summary>Heading under which the form shows it; fields of one group stand together.</summary>
    public LocalText? Group { get; init; }

    public bool Required { get; init; }

    /// <summary>Most characters of a text.</summary>
    public int? Max { get; init; }

    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }

    public string? Unit { get; init; }

    public ImmutableArray<Choice> Choices { get; init; } = [];

    /// <summary>"source.path", e.g. "project.name" or "survey-result.area_m2": where the platform already knows it. Sources are prefill sources and certificate types.</summary>
    public string? Prefill { get; init; }

    /// <summary>"resource/item", e.g. "pop.person/phone": the item of the data pool that the field asks for. What the pool knows is filled in with its source named;
    /// a value that the applicant corrects is reported to the source.</summary>
    public string? Item { get; init; }

    /// <summary>True when a prefilled value may not be changed by the applicant.</summary>
    public bool Locked { get; init; }

    /// <summary>Expression that computes the value; such a field is never typed.</summary>
    public string? Compute { get; init; }

    /// <summary>Expression over the form; the field is asked for only while it is true.</summary>
    public string? When { get; init; }

    /// <summary>Item whose office fills the field in when it agrees: a result, such as what was measured. Null for a field of the application.</summary>
    public string? By { get; init; }
}

public sealed record Choice(string Key, LocalText Label);

public enum ClockKind
{
    /// <summary>法定时限.</summary>
    Statutory,

    /// <summary>承诺时限.</summary>
    Promised,

    /// <summary>One office's piece of work.</summary>
    Item,

    /// <summary>公告期.</summary>
    Notice,

    /// <summary>补正期限, the applicant's time.</summary>
    Supplement,

    /// <summary>容缺补齐期限, the applicant's time.</summary>
    Promise,

    /// <summary>A leader's time to convene, the day of a meeting, an office's promised day.</summary>
    Meeting,

    /// <summary>How long what was granted lasts (歇业): the case ends with it.</summary>
    Term,
}

public enum OnExpiry
{
    /// <summary>The light turns red; nothing else.</summary>
    Red,

    /// <summary>缺席默认: an item that was received and not answered counts as agreed.</summary>
    Consent,

    /// <summary>The next tier is summoned.</summary>
    Escalate,

    /// <summary>逾期不告知即为受理.</summary>
    DeemAccepted,

    /// <summary>The applicant let his time pass: the case ends as withdrawn.</summary>
    Withdraw,

    /// <summary>A notice ended and nobody had objected: its item is agreed.</summary>
    Pass,

    /// <summary>A term is over, and the case with it.</summary>
    EndTerm,
}

/// <summary>A time limit of the matter. A clock of this rule runs once for a case, or once for each item that names it.</summary>
public sealed record ClockRule
{
    public required string Key { get; init; }

    public required LocalText Title { get; init; }

    public required ClockKind Kind { get; init; }

    /// <summary>What starts it: "submitted", "accepted", "decided", "issued", "opened" (of its item), "supplement" (asked), "disagreed" (its item),
    /// "promised" (its material), "whistled", "convened", "committed" (of a meeting), "form.{date field}".</summary>
    public required string From { get; init; }

    /// <summary>What stops it: "accepted", "decided", "issued", "delivered", "answered" (of its item), "supplemented", "corrected" (its item),
    /// "fulfilled" (its promise).</summary>
    public required string To { get; init; }

    public required Limit Limit { get; init; }

    /// <summary>Form field that names the last day of a <see cref="ClockKind.Term"/>; null when it has a limit.</summary>
    public string? Until { get; init; }

    /// <summary>Reasons that stop it for a while: "supplement", "hearing", "test", "expert", "correction".</summary>
    public ImmutableArray<string> PausedBy { get; init; } = [];

    /// <summary>The light turns amber when so many days of the clock's basis, or hours of a limit in hours, or fewer are left.</summary>
    public int AmberDays { get; init; } = 1;

    public OnExpiry OnExpiry { get; init; } = OnExpiry.Red;

    public ExtensionRule? Extension { get; init; }
}

/// <param name="Role">Who may extend, e.g. "agency_head".</param>
public sealed record ExtensionRule(string Role, Limit Max, int Times);

public enum Join
{
    All,
    Any,
    Quorum,
}

/// <summary>A stage of the flow. Its items open together; the next step opens when the join of the holding items is met.</summary>
public sealed record Step
{
    public required string Key { get; init; }

    public required LocalText Title { get; init; }

    public required ImmutableArray<Item> Items { get; init; }

    public Join Join { get; init; } = Join.All;

    /// <summary>How many must agree when <see cref="Join"/> is <see cref="Join.Quorum"/>.</summary>
    public int Quorum { get; init; }

    /// <summary>Expression that must hold before the step's items can be decided, e.g. "materials.complete".</summary>
    public string? Requires { get; init; }
}

public enum Silence
{
    /// <summary>Red, and the next tier is summoned. The default.</summary>
    Escalate,

    /// <summary>缺席默认: silence after receipt is consent, and the silent office is liable. Never for matters of safety.</summary>
    Consent,
}

public enum ItemTask
{
    /// <summary>受理: accept, ask once to supplement, or refuse acceptance.</summary>
    Acceptance,

    /// <summary>Agree or disagree.</summary>
    Review,

    /// <summary>Grant or refuse.</summary>
    Decision,

    /// <summary>The engine decides at once by the item's guard.</summary>
    Machine,

    /// <summary>公告: published for the time of its clock; agreed when nobody has objected by then.</summary>
    Notice,

    /// <summary>听证: called for a day, held, and recorded.</summary>
    Hearing,
}

/// <summary>One office's piece of work.</summary>
public sealed record Item
{
    public required string Key { get; init; }

    public required LocalText Title { get; init; }

    public required ItemTask Task { get; init; }

    /// <summary>Function of the office, e.g. "fire-review"; resolved from the case's home upwards. Or the result of a decision table that tells it: "decision.route.office".</summary>
    public required string Office { get; init; }

    public required string Role { get; init; }

    public Silence Silence { get; init; } = Silence.Escalate;

    public bool Safety { get; init; }

    /// <summary>Expression over the form; a false one skips the item, and the case says why.</summary>
    public string? When { get; init; }

    /// <summary>Why the item is skipped when <see cref="When"/> is false.</summary>
    public LocalText? SkippedBecause { get; init; }

    /// <summary>For <see cref="ItemTask.Machine"/>: the expression that must hold for the engine to agree.</summary>
    public string? Check { get; init; }

    /// <summary>False for work that runs beside and never holds the result (电水气).</summary>
    public bool Holds { get; init; } = true;

    /// <summary>Key of the clock rule that runs while the item is open; null for none.</summary>
    public string? Clock { get; init; }

    /// <summary>Functions of the offices summoned in turn when silence escalates.</summary>
    public ImmutableArray<string> Tiers { get; init; } = [];

    /// <summary>Items of the same step that must have agreed, or be skipped, before this one opens. Empty: it opens with the step.</summary>
    public ImmutableArray<string> After { get; init; } = [];

    /// <summary>Earlier items of which the one that was done is done again when this one's office disagrees (a check in the field sends the work back); empty where the
    /// applicant mends what is disagreed with.</summary>
    public ImmutableArray<string> ReturnTo { get; init; } = [];

    /// <summary>串联交叉: the papers are shown to the office as soon as the case is accepted, and it may give its opinion as a draft before its turn.</summary>
    public bool Early { get; init; }

    /// <summary>For <see cref="ItemTask.Notice"/>: why an objection ends the case at once; null when the office weighs objections after the period.</summary>
    public LocalText? Objected { get; init; }

    /// <summary>即申即得: checks that the engine asks as the item opens; it agrees at once when all are passed.</summary>
    public ImmutableArray<CheckRule> Checks { get; init; } = [];

    public ImmutableArray<LegalBasis> Basis { get; init; } = [];
}

/// <summary>The certificate that a grant gives.</summary>
public sealed record IssueRule
{
    public required string CertificateType { get; init; }

    public required LocalText Title { get; init; }

    /// <summary>Function of the issuing office.</summary>
    public required string Office { get; init; }

    /// <summary>Number pattern: {yyyy}, {division}, {seq:7}.</summary>
    public required string Number { get; init; }

    /// <summary>Form fields printed on it, in order.</summary>
    public required ImmutableArray<string> Fields { get; init; }

    /// <summary>Years or days of validity, e.g. "3y", "90d"; null without end.</summary>
    public string? ValidFor { get; init; }

    /// <summary>Item whose office issues; null when it is the office of <see cref="Office"/>.</summary>
    public string? OfficeOf { get; init; }

    /// <summary>Choice of the form whose label is the title; null when <see cref="Title"/> is.</summary>
    public string? TitleOf { get; init; }

    /// <summary>Integer of the form that says the years of validity, 0 for no end; null when <see cref="ValidFor"/> says it.</summary>
    public string? ValidForOf { get; init; }

    /// <summary>Key of the template of the PDF.</summary>
    public required string Template { get; init; }
}
