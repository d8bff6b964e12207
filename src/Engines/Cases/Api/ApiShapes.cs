using System.Collections.Immutable;
using System.ComponentModel;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Cases.Api;

/// <summary>A matter in the list of matters.</summary>
internal sealed record MatterSummary(string Key, string Version, string Hash, LocalText Title, LocalText Summary, LocalText Audience);

internal sealed record DraftStart(
    [property: Description("Key of the matter, e.g. \"acceptance-certificate\".")] string Matter,
    [property: Description("Id of the party that applies.")] string Party,
    [property: Description("What the application is about within the matter's source, e.g. the project's code.")] string? Subject);

internal sealed record DraftForm([property: Description("Field → canonical text; an empty text takes a value away.")] Dictionary<string, string> Form);

internal sealed record Application(
    [property: Description("Key of the matter.")] string Matter,
    [property: Description("Id of the party that applies.")] string Party,
    string? Subject,
    [property: Description("Field → canonical text: \"true\", \"2022-08-16\", \"12850.5\".")] Dictionary<string, string>? Form,
    [property: Description("Material → id of a certificate that serves as it.")] Dictionary<string, string>? Certificates,
    [property: Description("Materials that are promised (容缺).")] string[]? Promised);

/// <summary>A case after a step.</summary>
internal sealed record CaseStand(string Id, string Number, long Version, string Matter, string MatterVersion, CasePhase Phase, DateTimeOffset SubmittedAt, string? CertificateId, string? CertificateNumber)
{
    public static CaseStand Of(CaseState state) => new(
        state.Id, state.Number, state.Version, state.MatterKey, state.MatterVersion, state.Phase, state.SubmittedAt, state.CertificateId, state.CertificateNumber);
}

/// <summary>A case with all that the caller may see of it.</summary>
internal sealed record CaseDetail(
    CaseState State,
    IReadOnlyList<ClockView> Clocks,
    IReadOnlyList<EventLine> Events,
    IReadOnlySet<string> Actions,
    DueLine NextStep,
    IReadOnlyDictionary<string, LocalText> Names);

internal sealed record EventLine(long Sequence, DateTimeOffset At, string Actor, string ActingFor, CaseEvent Event);

/// <summary>A decided case as everybody may see it: only the fields that the matter opens.</summary>
internal sealed record PublishedCase(
    string Number,
    string Matter,
    LocalText MatterTitle,
    string Result,
    DateOnly SubmittedOn,
    DateOnly DecidedOn,
    string? CertificateNumber,
    ImmutableSortedDictionary<string, string> Fields);

internal sealed record PublishedPage(IReadOnlyList<PublishedCase> Cases, string? Next);
