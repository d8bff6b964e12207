using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Scenarios.BusinessExit.Registry;

/// <summary>Keeps the register in step with the cases. Seen twice an event changes nothing more.</summary>
internal sealed class ExitFollower(ExitRegister register, IServiceProvider services) : ILogFollower
{
    private const string CasePrefix = "case/";

    public string Name => "exits.register";

    public bool Wants(string type) => type is "cases.submitted" or "cases.granted" or "cases.refused" or "cases.acceptance-refused" or "cases.withdrawn" or "cases.term-ended" or "cases.decision-revoked";

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        var occurrences = (ICaseOccurrences)services.GetService(typeof(ICaseOccurrences))!;
        if (!happened.Stream.StartsWith(CasePrefix, StringComparison.Ordinal) || await occurrences.ReadAsync(happened.Stream[CasePrefix.Length..], happened.Sequence, cancel) is not { } known)
        {
            return;
        }
        var state = known.State;
        var day = known.Happened.At.ChinaDate();
        switch (state.MatterKey)
        {
            case "dormancy-filing" when known.Happened.Event is Granted:
                await register.BeginAsync(new(state.Id, state.Applicant.Code, state.Applicant.Name, ExitRegister.Day(state.Form["since"]), ExitRegister.Day(state.Form["until"]), null), cancel);
                break;
            case "dormancy-filing" when known.Happened.Event is TermEnded or DecisionRevoked:
                await register.EndAsync(state.Id, day, cancel);
                break;
            case "identity-complaint":
                await register.KeepAsync([Of(known, day)], cancel);
                break;
            default:
                break;
        }
    }

    private static Complaint Of(CaseOccurrence known, DateOnly day)
    {
        var outcome = known.Happened.Event switch
        {
            Granted => "revoked",
            Submitted => null,
            Withdrawn => "settled",
            _ => "rejected",
        };
        return new(known.State.Id, known.State.SubmittedAt.ChinaDate(), outcome is null ? null : day, outcome);
    }
}
