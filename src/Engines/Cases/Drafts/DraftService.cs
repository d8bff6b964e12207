using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Materials;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Drafts;

/// <summary>Applications being written: kept whatever is typed, checked always, submitted once.</summary>
internal sealed class DraftService(
    IDatabase database,
    MatterLibrary matters,
    CaseRights rights,
    CaseLogic logic,
    Prefill prefill,
    MaterialUploads uploads,
    IPeople people,
    Submission submission,
    TimeProvider time) : IDrafts
{
    private const int MostAttempts = 8;

    /// <summary>Longest value kept; far beyond what any field allows, so that what was typed is not lost to a limit.</summary>
    private const int LongestValue = 20_000;

    public Task<Draft> StartAsync(Actor actor, string matterKey, string partyId, string? subject, CancellationToken cancel = default) =>
        StartAsync(actor, matterKey, partyId, subject, Ids.New(time), cancel);

    /// <summary>Starts the draft that a key stands for, or finds it when the same caller has started it before.</summary>
    public async Task<Draft> StartOnceAsync(Actor actor, string matterKey, string partyId, string? subject, string? key, CancellationToken cancel)
    {
        if (key is null)
        {
            return await StartAsync(actor, matterKey, partyId, subject, cancel);
        }
        var id = "k" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(actor.PersonId + "/" + key)))[..25];
        var before = await ReadAsync(actor, id, cancel);
        if (before is null)
        {
            return await StartAsync(actor, matterKey, partyId, subject, id, cancel);
        }
        return before.Matter == matterKey && before.Body.Applicant.Id == partyId && before.Body.Subject == subject
            ? Show(before)
            : throw new InvalidInputException("Idempotency-Key", "cases.fault.key-reused");
    }

    private async Task<Draft> StartAsync(Actor actor, string matterKey, string partyId, string? subject, string id, CancellationToken cancel)
    {
        var matter = matters.Current(matterKey) ?? throw new NotFoundException("cases.fault.no-such-matter");
        if (!rights.Represents(actor, partyId, matterKey))
        {
            throw new DeniedException(actor.IsSignedIn ? "cases.fault.not-your-party" : "cases.fault.sign-in");
        }
        var represented = actor.Parties.FirstOrDefault(p => p.Party.Id == partyId);
        var party = represented?.Party ?? await people.PartyAsync(partyId, cancel) ?? throw new NotFoundException("cases.fault.no-such-party");
        var known = await prefill.ForAsync(matter, party, subject, cancel);
        var body = new DraftBody(party, represented?.MandateId, subject, known.Form, known.Form, known.Sources, known.Materials);
        var row = new DraftRow(id, actor.PersonId, 1, matterKey, time.GetUtcNow(), null, body);
        await database.WriteAsync(session => DraftTable.InsertAsync(session, row), cancel);
        return Show(row);
    }

    public async Task<Draft?> FindAsync(Actor actor, string draftId, CancellationToken cancel = default) =>
        await ReadAsync(actor, draftId, cancel) is { } row ? Show(row) : null;

    public async Task<IReadOnlyList<Draft>> MineAsync(Actor actor, CancellationToken cancel = default)
    {
        if (!actor.IsSignedIn)
        {
            return [];
        }
        var rows = await database.ReadAsync(session => DraftTable.OfOwnerAsync(session, actor.PersonId), cancel);
        return [.. rows.Where(r => matters.Current(r.Matter) is not null && rights.Represents(actor, r.Body.Applicant.Id, r.Matter)).Select(Show)];
    }

    public Task<Draft> SaveAsync(Actor actor, string draftId, IReadOnlyDictionary<string, string> form, CancellationToken cancel = default) =>
        ChangeAsync(actor, draftId, (body, matter) =>
        {
            var values = body.Form.ToBuilder();
            var sources = body.Sources;
            foreach (var field in matter.Form.Where(f => f.Compute is null))
            {
                if (!form.TryGetValue(field.Key, out var typed))
                {
                    continue;
                }
                var value = field.Locked && body.Known.TryGetValue(field.Key, out var locked) ? locked : TypedValue.Of(field, typed[..Math.Min(typed.Length, LongestValue)]);
                if (value.Length == 0)
                {
                    values.Remove(field.Key);
                }
                else
                {
                    values[field.Key] = value;
                }
                if (body.Known.GetValueOrDefault(field.Key) != value)
                {
                    sources = sources.Remove(field.Key);
                }
            }
            return body with { Form = values.ToImmutable(), Sources = sources };
        }, cancel);

    public async Task<Draft> AttachAsync(Actor actor, string draftId, string material, string fileName, Stream content, CancellationToken cancel = default)
    {
        var row = await DemandAsync(actor, draftId, cancel);
        var state = await uploads.TakeAsync(actor, MaterialOf(row.Matter, material), fileName, content, cancel);
        return await ChangeAsync(actor, draftId, (body, _) => body with { Materials = body.Materials.SetItem(material, state) }, cancel);
    }

    public async Task<Draft> AttachCertificateAsync(Actor actor, string draftId, string material, string certificateId, CancellationToken cancel = default)
    {
        var row = await DemandAsync(actor, draftId, cancel);
        var state = await uploads.TakeCertificateAsync(row.Body.Applicant.Id, MaterialOf(row.Matter, material), certificateId, cancel);
        return await ChangeAsync(actor, draftId, (body, _) => body with { Materials = body.Materials.SetItem(material, state) }, cancel);
    }

    public Task<Draft> PromiseAsync(Actor actor, string draftId, string material, bool promised, CancellationToken cancel = default) =>
        ChangeAsync(actor, draftId, (body, matter) =>
        {
            var definition = matter.Materials.FirstOrDefault(m => m.Key == material) ?? throw new InvalidInputException("material." + material, "cases.fault.no-such-material");
            if (!promised)
            {
                return body with { Materials = body.Materials.Remove(material) };
            }
            return definition.DeferWithin is not null
                ? body with { Materials = body.Materials.SetItem(material, new(MaterialStatus.Promised, null, null, 0, null, null, null)) }
                : throw new InvalidInputException("material." + material, "cases.fault.not-deferrable");
        }, cancel);

    public Task<Draft> AwaitAsync(Actor actor, string draftId, string material, CancellationToken cancel = default) =>
        ChangeAsync(actor, draftId, (body, matter) => matter.Simulation?.Lacking.Contains(material) == true
            ? body with { Materials = body.Materials.SetItem(material, new(MaterialStatus.Awaited, null, null, 0, null, null, null)) }
            : throw new InvalidInputException("material." + material, "cases.fault.not-awaitable"), cancel);

    public async Task DiscardAsync(Actor actor, string draftId, CancellationToken cancel = default)
    {
        await DemandAsync(actor, draftId, cancel);
        await database.WriteAsync(session => DraftTable.DeleteAsync(session, draftId), cancel);
    }

    public async Task<CaseState> SubmitAsync(Actor actor, string draftId, CancellationToken cancel = default)
    {
        var row = await ReadAsync(actor, draftId, cancel) ?? throw new NotFoundException("cases.fault.no-such-draft");
        if (row.CaseId is { } done)
        {
            return await database.ReadAsync(session => CaseTable.ReadAsync(session, done), cancel) ?? throw new NotFoundException("cases.fault.no-such-case");
        }
        var state = await submission.SubmitAsync(actor, row, cancel);
        await database.WriteAsync(session => DraftTable.SetCaseAsync(session, draftId, state.Id), cancel);
        return state;
    }

    private async Task<Draft> ChangeAsync(Actor actor, string draftId, Func<DraftBody, Matter, DraftBody> change, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var row = await DemandAsync(actor, draftId, cancel);
            var changed = row with { Body = change(row.Body, Running(row.Matter).Matter), SavedAt = time.GetUtcNow() };
            if (await database.WriteAsync(session => DraftTable.UpdateAsync(session, changed), cancel) == 1)
            {
                return Show(changed);
            }
        }
        throw new ConflictException("cases.fault.draft-busy");
    }

    /// <summary>The owner's draft, which is not yet a case.</summary>
    private async Task<DraftRow> DemandAsync(Actor actor, string draftId, CancellationToken cancel)
    {
        var row = await ReadAsync(actor, draftId, cancel) ?? throw new NotFoundException("cases.fault.no-such-draft");
        return row.CaseId is null ? row : throw new ConflictException("cases.fault.draft-submitted");
    }

    private async Task<DraftRow?> ReadAsync(Actor actor, string draftId, CancellationToken cancel)
    {
        var row = await database.ReadAsync(session => DraftTable.FindAsync(session, draftId), cancel);
        // Nobody but its writer sees a draft, and he only while he may act for the party.
        return row is not null && actor.IsSignedIn && row.Owner == actor.PersonId && rights.Represents(actor, row.Body.Applicant.Id, row.Matter) ? row : null;
    }

    private Material MaterialOf(string matterKey, string material) =>
        Running(matterKey).Matter.Materials.FirstOrDefault(m => m.Key == material) ?? throw new InvalidInputException("material." + material, "cases.fault.no-such-material");

    private CompiledMatter Running(string matterKey) => matters.CurrentCompiled(matterKey) ?? throw new NotFoundException("cases.fault.no-such-matter");

    private Draft Show(DraftRow row) => new(
        row.Id,
        row.Matter,
        row.Body.Applicant,
        row.Body.MandateId,
        row.Body.Subject,
        CaseLogic.Complete(Running(row.Matter), row.Body.Form),
        row.Body.Sources,
        row.Body.Materials,
        row.SavedAt,
        row.CaseId is null ? logic.Check(Running(row.Matter), row.Body.Form, row.Body.Materials) : [],
        row.CaseId);
}
