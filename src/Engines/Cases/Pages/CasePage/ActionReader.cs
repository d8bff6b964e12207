using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Fields;
using Zhuangjin.Cases.Pages.Wording;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.CasePage;

/// <summary>Turns a posted form of the case page into the command that it stands for. Whether it may be done is the engine's answer.</summary>
internal sealed class ActionReader(IMaterials materials)
{
    /// <summary>Names of the commands that the page can send.</summary>
    public static readonly FrozenSet<string> Names = new[]
    {
        nameof(Accept), nameof(RefuseAcceptance), nameof(RequestSupplement), nameof(ProvideSupplement), nameof(ReceiveItem), nameof(TakeItem), nameof(ReleaseItem),
        nameof(AgreeItem), nameof(DisagreeItem), nameof(ProvideCorrection), nameof(FulfilPromise), nameof(Suspend), nameof(Resume), nameof(ExtendClock),
        nameof(Grant), nameof(Refuse), nameof(HandOver), nameof(Withdraw),
        nameof(CallHearing), nameof(RecordHearing), nameof(EndTerm), nameof(FileReview), nameof(DecideReview), nameof(ReopenCase), nameof(RevokeDecision),
        nameof(GiveDraftOpinion), nameof(ConfirmDraftOpinion),
        nameof(BlowWhistle), nameof(CallJointReview), nameof(ConvertSimulation), nameof(Convene), nameof(ReceiveSummons), nameof(ReportToMeeting), nameof(MakeCommitment), nameof(KeepCommitment), nameof(CloseMeeting),
    }.ToFrozenSet(StringComparer.Ordinal);

    public async Task<CaseCommand> ReadAsync(Actor actor, PostedAction asked, CaseView view, IFormCollection posted, CancellationToken cancel)
    {
        var text = posted[$"{asked.Form}.text"].ToString().Trim();
        var item = asked.Subject;
        return asked.Name switch
        {
            nameof(Accept) => new Accept(),
            nameof(RefuseAcceptance) => new RefuseAcceptance(Said(text, asked)),
            nameof(RequestSupplement) => new RequestSupplement(Gaps(view.Matter, posted, asked.Form)),
            nameof(ProvideSupplement) => new ProvideSupplement(Changed(view, posted), await FilesAsync(actor, view, posted, cancel)),
            nameof(ReceiveItem) => new ReceiveItem(item),
            nameof(TakeItem) => new TakeItem(item),
            nameof(ReleaseItem) => new ReleaseItem(item),
            nameof(AgreeItem) => new AgreeItem(item, text.Length == 0 ? null : text, Results(view.Matter, item, posted)),
            nameof(DisagreeItem) => new DisagreeItem(item, Said(text, asked)),
            nameof(ProvideCorrection) => new ProvideCorrection(item, Said(text, asked), Changed(view, posted), await FilesAsync(actor, view, posted, cancel)),
            nameof(FulfilPromise) => new FulfilPromise(item, await FulfilledAsync(actor, view, item, posted, $"{asked.Form}.file", cancel)),
            nameof(Suspend) => new Suspend(Chosen(posted, $"{asked.Form}.why"), Said(text, asked)),
            nameof(Resume) => new Resume(),
            nameof(ExtendClock) => new ExtendClock(item, Days(posted, $"{asked.Form}.days"), Said(text, asked)),
            nameof(Grant) => new Grant(item, text.Length == 0 ? null : text),
            nameof(Refuse) => new Refuse(item, Said(text, asked)),
            nameof(HandOver) => new HandOver(Chosen(posted, $"{asked.Form}.method"), posted[$"{asked.Form}.tracking"].ToString().Trim() is { Length: > 0 } tracking ? tracking : null),
            nameof(CallHearing) => new CallHearing(item, At(posted, asked.Form), posted[$"{asked.Form}.place"].ToString().Trim()),
            nameof(RecordHearing) => new RecordHearing(item, Said(text, asked)),
            nameof(EndTerm) => new EndTerm(Said(text, asked)),
            nameof(FileReview) => new FileReview(Chosen(posted, $"{asked.Form}.kind") == "reconsideration" ? ReviewKind.Reconsideration : ReviewKind.Objection, Said(text, asked)),
            nameof(DecideReview) => new DecideReview(item, Chosen(posted, $"{asked.Form}.outcome") switch { "changed" => ReviewOutcome.Changed, "annulled" => ReviewOutcome.Annulled, _ => ReviewOutcome.Upheld }, Said(text, asked)),
            nameof(ReopenCase) => new ReopenCase(Said(text, asked), posted[$"{asked.Form}.basis"].ToString().Trim()),
            nameof(RevokeDecision) => new RevokeDecision(Said(text, asked), posted[$"{asked.Form}.basis"].ToString().Trim()),
            nameof(GiveDraftOpinion) => new GiveDraftOpinion(item, Chosen(posted, $"{asked.Form}.how") == "favourable", Said(text, asked)),
            nameof(ConfirmDraftOpinion) => new ConfirmDraftOpinion(item),
            nameof(ConvertSimulation) => new ConvertSimulation(text.Length == 0 ? null : text),
            nameof(BlowWhistle) => new BlowWhistle(Days(posted, $"{asked.Form}.tier"), Said(text, asked), [.. posted[$"{asked.Form}.offices"].OfType<string>()]),
            nameof(CallJointReview) => new CallJointReview(Said(text, asked), At(posted, asked.Form), posted[$"{asked.Form}.place"].ToString().Trim()),
            nameof(Convene) => new Convene(item, At(posted, asked.Form), posted[$"{asked.Form}.place"].ToString().Trim()),
            nameof(ReceiveSummons) => new ReceiveSummons(MeetingClocks.MeetingOf(item), MeetingClocks.OfficeOf(item) ?? ""),
            nameof(ReportToMeeting) => new ReportToMeeting(MeetingClocks.MeetingOf(item), MeetingClocks.OfficeOf(item) ?? ""),
            nameof(MakeCommitment) => new MakeCommitment(MeetingClocks.MeetingOf(item), MeetingClocks.OfficeOf(item) ?? "", Said(text, asked), Day(posted, $"{asked.Form}.until")),
            nameof(KeepCommitment) => new KeepCommitment(MeetingClocks.MeetingOf(item), MeetingClocks.OfficeOf(item) ?? "", Said(text, asked)),
            nameof(CloseMeeting) => new CloseMeeting(item, Said(text, asked), Chosen(posted, $"{asked.Form}.resolved") == "yes"),
            _ => new Withdraw(Said(text, asked)),
        };
    }

    /// <summary>A reason is part of the deed: without one there is nothing to send.</summary>
    private static string Said(string text, PostedAction asked) => text.Length > 0 ? text : throw new InvalidInputException($"{asked.Form}.text", "cases.page.fault.reason");

    private static string Chosen(IFormCollection posted, string name) => posted[name].ToString() is { Length: > 0 } value ? value : throw new InvalidInputException(name, "cases.page.fault.choose");

    private static int Days(IFormCollection posted, string name) => int.TryParse(posted[name], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days > 0
        ? days
        : throw new InvalidInputException(name, "cases.page.fault.days");

    private static DateOnly Day(IFormCollection posted, string name) => DateOnly.TryParseExact(posted[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new InvalidInputException(name, "cases.fault.date");

    /// <summary>Day and hour of a meeting, in China's time.</summary>
    private static DateTimeOffset At(IFormCollection posted, string form) => TimeOnly.TryParseExact(posted[$"{form}.time"], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        ? ChinaTime.At(Day(posted, $"{form}.day"), time)
        : throw new InvalidInputException($"{form}.time", "cases.page.fault.time");

    private static ImmutableArray<Gap> Gaps(Matter matter, IFormCollection posted, string form)
    {
        var targets = matter.Materials.Select(m => FieldNames.OfMaterial(m.Key)).Concat(matter.Form.Where(f => f.IsTyped()).Select(f => FieldNames.OfField(f.Key)));
        ImmutableArray<Gap> gaps = [.. targets.Select(target => new Gap(target, posted[$"{form}.gap.{target}"].ToString().Trim())).Where(g => g.Note.Length > 0)];
        return gaps.Length > 0 ? gaps : throw new InvalidInputException($"{form}.gaps", "cases.page.fault.no-gap");
    }

    /// <summary>Only what differs from what the case holds; an emptied field is an empty text. The rest stays as it was.</summary>
    private static ImmutableSortedDictionary<string, string> Changed(CaseView view, IFormCollection posted) => view.Matter.Form
        .Where(f => f.IsTyped() && posted.ContainsKey(FieldNames.OfField(f.Key)))
        .Select(f => (f.Key, Value: posted[FieldNames.OfField(f.Key)].ToString().Trim()))
        .Where(v => view.State.Form.GetValueOrDefault(v.Key, "") != v.Value)
        .ToImmutableSortedDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);

    /// <summary>What the office fills in with its agreement; an empty field is absent, and the engine asks for it.</summary>
    private static ImmutableSortedDictionary<string, string> Results(Matter matter, string item, IFormCollection posted) => matter.Form
        .Where(f => f.By == item)
        .Select(f => (f.Key, Value: posted[FieldNames.OfField(f.Key)].ToString().Trim()))
        .Where(v => v.Value.Length > 0)
        .ToImmutableSortedDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);

    private async Task<ImmutableSortedDictionary<string, MaterialState>> FilesAsync(Actor actor, CaseView view, IFormCollection posted, CancellationToken cancel)
    {
        var states = ImmutableSortedDictionary.CreateBuilder<string, MaterialState>(StringComparer.Ordinal);
        foreach (var material in view.Matter.Materials)
        {
            if (posted.Files.GetFile(FieldNames.OfMaterial(material.Key)) is { Length: > 0 } file)
            {
                states[material.Key] = await TakeAsync(actor, view, material.Key, file, FieldNames.OfMaterial(material.Key), cancel);
            }
        }
        return states.ToImmutable();
    }

    private async Task<MaterialState> FulfilledAsync(Actor actor, CaseView view, string material, IFormCollection posted, string name, CancellationToken cancel) =>
        posted.Files.GetFile(name) is { Length: > 0 } file
            ? await TakeAsync(actor, view, material, file, name, cancel)
            : throw new InvalidInputException(name, "cases.page.fault.no-file");

    private async Task<MaterialState> TakeAsync(Actor actor, CaseView view, string material, IFormFile file, string name, CancellationToken cancel)
    {
        try
        {
            await using var content = file.OpenReadStream();
            return await materials.UploadAsync(actor, view.State.Id, material, Path.GetFileName(file.FileName), content, cancel);
        }
        catch (InvalidInputException refusal)
        {
            throw new InvalidInputException([.. refusal.Faults.Select(f => f with { Field = name })]);
        }
    }
}
