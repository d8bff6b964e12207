using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Wording;
using Zhuangjin.Ui.Components;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.CasePage;

/// <summary>An event of a case as people read it.</summary>
/// <param name="Lines">Reasons, remarks, gaps: what was said.</param>
/// <param name="Minor">True for what the clocks did by themselves.</param>
internal sealed record EventWords(string Title, Tone Tone, IReadOnlyList<string> Lines, bool Minor)
{
    public static EventWords Of(Phrases t, CaseView view, CaseEvent happened)
    {
        return happened switch
        {
            Submitted e => Major("submitted", Tone.Info, lines: e.MandateId is null ? [] : [t["cases.page.event.by-mandate"]]),
            OldCaseKept e => Major("old-case-kept", Tone.Quiet, e.Note, DateWords.Of(e.SubmittedOn, t.Language), DateWords.Of(e.DecidedOn, t.Language)),
            Accepted e => Major(e.BySilence ? "accepted-by-silence" : "accepted", Tone.Good),
            AcceptanceRefused e => Major("acceptance-refused", Tone.Bad, lines: [e.Reason]),
            SupplementRequested e => Major("supplement-requested", Tone.Warn, lines: [.. e.Gaps.Select(g => t["cases.page.event.gap", Target(g.Target), g.Note])]),
            SupplementProvided => Major("supplement-provided", Tone.Info),
            ItemOpened e => Major(e.Round > 1 ? "item-opened-again" : "item-opened", Tone.Neutral, Item(e.Item)),
            ItemSkipped e => Major("item-skipped", Tone.Quiet, Item(e.Item), lines: [e.Because]),
            ItemReceived e => Major("item-received", Tone.Neutral, Item(e.Item)),
            ItemTaken e => Major("item-taken", Tone.Neutral, Item(e.Item), t.Name(view, e.PersonId)),
            ItemAssigned e => Major("item-assigned", Tone.Neutral, Item(e.Item), t.Name(view, e.PersonId)),
            ItemReleased e => Major("item-released", Tone.Neutral, Item(e.Item)),
            ResultFilledIn e => Major("result-filled-in", Tone.Info, Item(e.Item)),
            ItemAgreed e => Major("item-agreed", Tone.Good, Item(e.Item), lines: Said(e.Remark)),
            ItemReturned e => Major("item-returned", Tone.Warn, Item(e.To), lines: [e.Reason]),
            ItemDisagreed e => Major("item-disagreed", Tone.Bad, Item(e.Item), lines: [e.Reason]),
            ItemDeemed e => Major("item-deemed", Tone.Warn, Item(e.Item), t.Name(view, e.LiableOrganisationId)),
            ItemEscalated e => Major("item-escalated", Tone.Warn, Item(e.Item), e.Tier, t.Name(view, e.OrganisationId)),
            CorrectionProvided e => Major("correction-provided", Tone.Info, Item(e.Item), lines: [e.Explanation]),
            PromiseFulfilled e => Major("promise-fulfilled", Tone.Good, Target("material." + e.Material)),
            ClockStarted e => Minor("clock-started", Rule(e.RuleKey, e.Subject), t.Of(e.Limit)),
            ClockPaused e => Minor("clock-paused", Clock(e.Clock), t["cases.page.pause." + e.Why]),
            ClockResumed e => Minor("clock-resumed", Clock(e.Clock)),
            ClockStopped e => Minor("clock-stopped", Clock(e.Clock)),
            ClockExtended e => Major("clock-extended", Tone.Warn, Clock(e.Clock), t.Of(e.By), lines: [e.Reason]),
            ClockExpired e => Major("clock-expired", Tone.Bad, Clock(e.Clock), lines: [t["cases.page.event.expiry." + CaseWords.Lower(e.Action)]]),
            Suspended e => Major("suspended", Tone.Warn, t["cases.page.pause." + e.Why], lines: [e.Reason]),
            Resumed => Major("resumed", Tone.Info),
            Granted e => Major("granted", Tone.Good, lines: Said(e.Remark)),
            Refused e => Major("refused", Tone.Bad, lines: [e.Reason]),
            IssueOrdered => Minor("issue-ordered", view.Matter.Issue is { } issue ? t[issue.Title] : ""),
            ResultReady => Major("result-ready", Tone.Good),
            CertificateAttached e => Major("certificate-attached", Tone.Good, e.CertificateNumber),
            Delivered e => Major("delivered", Tone.Good, t["cases.page.method." + e.Method], lines: Said(e.Tracking)),
            Closed => Major("closed", Tone.Quiet),
            Withdrawn e => Major(e.ByLapse ? "withdrawn-by-lapse" : "withdrawn", Tone.Quiet, lines: Said(e.Reason)),
            SimulatedResultGiven e => Major("simulated-result-given", Tone.Info, lines: Said(e.Remark)),
            SimulationConverted e => Major("simulation-converted", Tone.Good, lines: Said(e.Remark)),
            MeetingCalled e => Major(e.Kind == MeetingKind.Whistle ? "meeting-called" : "joint-review-called", Tone.Warn, e.Tier, t.Name(view, e.ConvenerOrganisationId), lines: [e.Problem]),
            MeetingRaised e => Major("meeting-raised", Tone.Warn, e.Tier, t.Name(view, e.ConvenerOrganisationId)),
            MeetingConvened e => Major("meeting-convened", Tone.Info, DateWords.Of(e.HeldAt, t.Language), e.Place),
            SummonsReceived e => Major("summons-received", Tone.Neutral, t.Name(view, e.OrganisationId)),
            OfficeReported e => Major("office-reported", Tone.Good, t.Name(view, e.OrganisationId)),
            OfficeAbsent e => Major(e.Liable ? "office-absent-liable" : "office-absent", e.Liable ? Tone.Bad : Tone.Warn, t.Name(view, e.OrganisationId)),
            CommitmentMade e => Major("commitment-made", Tone.Info, t.Name(view, e.OrganisationId), DateWords.Of(e.Until, t.Language), lines: [e.What]),
            CommitmentKept e => Major("commitment-kept", Tone.Good, t.Name(view, e.OrganisationId), lines: [e.How]),
            CommitmentBroken e => Major("commitment-broken", Tone.Bad, t.Name(view, e.OrganisationId)),
            MeetingClosed e => Major(e.Resolved ? "meeting-resolved" : "meeting-unresolved", e.Resolved ? Tone.Good : Tone.Warn, lines: [e.Outcome]),
            ItemExempted e => Major("item-exempted", Tone.Quiet, Item(e.Item), lines: [e.Because, t["cases.page.exempt.basis", string.Join("；", e.Basis)]]),
            ItemShared e => Major("item-shared", Tone.Neutral, Item(e.Item), t.Name(view, e.OrganisationId)),
            DraftOpinionGiven e => Major(e.Favourable ? "draft-favourable" : "draft-unfavourable", Tone.Info, Item(e.Item), lines: [e.Text]),
            DraftOpinionConfirmed e => Minor("draft-confirmed", Item(e.Item)),
            ChecksAnswered e => Major(e.Points.All(p => p.Outcome == CheckOutcome.Passed) ? "checks-passed" : "checks-not-passed", e.Points.All(p => p.Outcome == CheckOutcome.Passed) ? Tone.Good : Tone.Warn, Item(e.Item), lines: [.. e.Points.Select(p => t["cases.page.check." + CaseWords.Lower(p.Outcome), p.Title, p.Because])]),
            ItemPassed e => Major("item-passed", Tone.Good, Item(e.Item)),
            Announced e => Major("announced", Tone.Info, e.Title),
            ObjectionRaised e => Major("objection-raised", Tone.Warn, e.Name, lines: [e.Text]),
            HearingCalled e => Major("hearing-called", Tone.Info, DateWords.Of(e.HeldAt, t.Language), e.Place),
            HearingHeld e => Major("hearing-held", Tone.Info, lines: [e.Minutes]),
            TermEnded e => Major(e.Early ? "term-ended-early" : "term-ended", Tone.Good, Clock(e.Clock), lines: e.Early ? [e.Reason] : []),
            VoidOrdered e => Major("void-ordered", Tone.Warn, e.Certificate, lines: [e.Reason]),
            ReviewFiled e => Major("review-filed-" + CaseWords.Lower(e.Kind), Tone.Warn, lines: [e.Ground]),
            ReviewDecided e => Major("review-" + CaseWords.Lower(e.Outcome), Tone.Info, lines: [e.Reason]),
            CaseReopened e => Major("case-reopened", Tone.Warn, lines: [e.Reason, t["cases.page.exempt.basis", e.Basis]]),
            DecisionRevoked e => Major("decision-revoked", Tone.Bad, lines: [e.Reason, t["cases.page.exempt.basis", e.Basis]]),
            CaseMigrated e => Major("case-migrated", Tone.Info, e.FromVersion, e.ToVersion, lines: Said(e.Reason)),
            _ => throw new ArgumentException($"No words for {happened.GetType().Name}.", nameof(happened)),
        };

        EventWords Major(string key, Tone tone, object? first = null, object? second = null, object? third = null, IReadOnlyList<string>? lines = null) =>
            new(t["cases.page.event." + key, first, second, third], tone, lines ?? [], false);

        EventWords Minor(string key, params object?[] args) => new(t["cases.page.event." + key, args], Tone.Quiet, [], true);

        static IReadOnlyList<string> Said(string? text) => string.IsNullOrEmpty(text) ? [] : [text];

        string Item(string key) => view.Matter.Items.FirstOrDefault(i => i.Key == key) is { } item ? t[item.Title] : key;

        string Clock(string key) => view.State.Clocks.TryGetValue(key, out var clock) ? Rule(clock.RuleKey, clock.Subject) : key;

        string Rule(string rule, string? subject)
        {
            var title = view.Matter.Clocks.FirstOrDefault(c => c.Key == rule) is { } found ? t[found.Title] : rule;
            return subject is null ? title : t["cases.page.clock.of", title, Subject(subject)];
        }

        string Subject(string key) => view.State.Meetings.ContainsKey(MeetingClocks.MeetingOf(key))
            ? MeetingClocks.OfficeOf(key) is { } office ? t.Name(view, office) : view.State.Meetings[key].Problem
            : view.Matter.Materials.FirstOrDefault(m => m.Key == key) is { } material ? t[material.Title] : Item(key);

        string Target(string target) => view.Matter.Form.FirstOrDefault(f => "form." + f.Key == target) is { } field ? t[field.Label] : Subject(target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..]);
    }
}
