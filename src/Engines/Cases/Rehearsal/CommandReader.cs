using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Expressions;

namespace Zhuangjin.Cases.Rehearsal;

/// <summary>Reads "do:" with what belongs to it: "agree planning fire", "disagree archive" with "because:", "wait".</summary>
internal static class CommandReader
{
    private static readonly string[] Words =
    [
        "wait", "submit", "accept", "refuse_acceptance", "ask_supplement", "supplement", "receive", "take", "release", "agree", "disagree", "correct", "fulfil",
        "suspend", "resume", "extend", "grant", "refuse", "issue", "hand_over", "withdraw", "draft_agree", "draft_disagree", "confirm_draft",
        "whistle", "call_joint_review", "convene", "receive_summons", "report", "commit", "keep", "close_meeting",
        "object", "call_hearing", "record_hearing", "end_term", "file_review", "decide_review", "reopen", "revoke", "post", "convert",
    ];

    /// <summary>Submitting is marked by a null command, for the stage knows the application.</summary>
    public static IReadOnlyList<Func<CaseState?, CaseCommand>> Read(PackNode node)
    {
        if (node.Need("do", "wait") is not { } does)
        {
            return [];
        }
        var parts = does.Text().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var word = parts.Length == 0 ? "" : parts[0];
        var subjects = parts.Skip(1).ToList();
        var because = node.Child("because")?.Text() ?? "";
        var form = TimelineReader.Map(node.Child("form"));
        var materials = TimelineReader.Materials(node.Child("materials"));
        var days = node.Child("days")?.Integer(-100, 10_000) ?? 0;
        var why = node.Child("why")?.Text() ?? "";
        var gaps = node.Child("gaps")?.Pairs().Select(p => new Gap(p.Key, p.Node.Text())).ToImmutableArray() ?? [];
        var heldAt = node.Child("held_at") is { } held ? TimelineReader.Instant(held) : default;
        var place = node.Child("place")?.Text() ?? "会议室";
        // "report m1 fire planning": the meeting first, then the offices.
        IEnumerable<CaseCommand> OfMeeting(Func<string, string, CaseCommand> make)
        {
            if (subjects.Count < 2)
            {
                does.Fault($"'{word}' needs the meeting and the offices.", $"Write '{word} m1 fire-review', with the functions of one or more offices.");
            }
            return subjects.Skip(1).Select(o => make(subjects[0], o));
        }
        IEnumerable<CaseCommand> Each(Func<string, CaseCommand> make)
        {
            if (subjects.Count == 0)
            {
                does.Fault($"'{word}' needs to know of what.", $"Write '{word} planning', with the keys of one or more items.");
            }
            return subjects.Select(make);
        }
        IEnumerable<CaseCommand> commands = word switch
        {
            "wait" => [],
            "submit" => [],
            "accept" => [new Accept()],
            "refuse_acceptance" => [new RefuseAcceptance(because)],
            "ask_supplement" => [new RequestSupplement(gaps)],
            "supplement" => [new ProvideSupplement(form, materials)],
            "receive" => Each(i => new ReceiveItem(i)),
            "take" => Each(i => new TakeItem(i)),
            "release" => Each(i => new ReleaseItem(i)),
            "agree" => Each(i => new AgreeItem(i, because, form)),
            "disagree" => Each(i => new DisagreeItem(i, because)),
            "correct" => Each(i => new ProvideCorrection(i, because, form, materials)),
            "fulfil" => Each(m => new FulfilPromise(m, materials.GetValueOrDefault(m) ?? new(MaterialStatus.Provided, $"sha256-of-{m}", $"{m}.pdf", 1024, null, null, null))),
            "suspend" => [new Suspend(why, because)],
            "resume" => [new Resume()],
            "extend" => Each(c => new ExtendClock(c, days, because)),
            "grant" => Each(i => new Grant(i, because)),
            "refuse" => Each(i => new Refuse(i, because)),
            "issue" => [new AttachCertificate("certificate-1", "桂(2022)451002不动产权第0000001号")],
            "hand_over" => [new HandOver("window")],
            "withdraw" => [new Withdraw(because)],
            "convert" => [new ConvertSimulation(because)],
            "whistle" => [new BlowWhistle(node.Child("tier")?.Integer(1, 9) ?? 1, because, [.. subjects], node.Child("item")?.Text())],
            "call_joint_review" => [new CallJointReview(because, heldAt, place)],
            "convene" => Each(m => new Convene(m, heldAt, place)),
            "receive_summons" => OfMeeting((m, o) => new ReceiveSummons(m, o)),
            "report" => OfMeeting((m, o) => new ReportToMeeting(m, o)),
            "commit" => OfMeeting((m, o) => new MakeCommitment(m, o, because, TimelineReader.Date(node.Child("until")))),
            "keep" => OfMeeting((m, o) => new KeepCommitment(m, o, because)),
            "close_meeting" => Each(m => new CloseMeeting(m, because, node.Child("resolved")?.Flag() ?? true)),
            "draft_agree" => Each(i => new GiveDraftOpinion(i, true, because)),
            "draft_disagree" => Each(i => new GiveDraftOpinion(i, false, because)),
            "confirm_draft" => Each(i => new ConfirmDraftOpinion(i)),
            "object" => [new RaiseObjection(node.Child("name")?.Text() ?? "异议人", because)],
            "call_hearing" => Each(i => new CallHearing(i, heldAt, place)),
            "record_hearing" => Each(i => new RecordHearing(i, because)),
            "end_term" => [new EndTerm(because)],
            "file_review" => [new FileReview(subjects.Contains("reconsideration") ? ReviewKind.Reconsideration : ReviewKind.Objection, because)],
            "decide_review" => Each(r => new DecideReview(r, Enum.TryParse<ReviewOutcome>(node.Child("outcome")?.Text(), true, out var outcome) ? outcome : ReviewOutcome.Upheld, because)),
            "reopen" => [new ReopenCase(because, node.Child("basis")?.Text() ?? "")],
            "revoke" => [new RevokeDecision(because, node.Child("basis")?.Text() ?? "")],
            "post" => [new HandOver("post", node.Child("tracking")?.Text())],
            _ => Unknown(does, word),
        };
        return word == "submit" ? [_ => Submission] : [.. commands.Select(c => (Func<CaseState?, CaseCommand>)(_ => c))];
    }

    /// <summary>Stands for the application of the timeline.</summary>
    public static readonly Submit Submission = new("", "", new("", default, "", ""), null, "", "", null, ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, MaterialState>.Empty);

    private static IEnumerable<CaseCommand> Unknown(PackNode node, string word)
    {
        var near = Nearest.Of(word, Words);
        node.Fault($"Nobody can '{word}'.", near is null ? $"Choose of: {string.Join(", ", Words)}." : $"Did you mean '{near}'?");
        return [];
    }
}
