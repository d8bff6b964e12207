using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Deciding;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Materials;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Running;

/// <summary>Takes commands: reads the case, decides purely, writes once. Shows cases to those who may see them.</summary>
internal sealed class CaseService(
    IDatabase database,
    CaseMemory memory,
    CaseWriter writer,
    CaseLogic logic,
    CaseRights rights,
    MaterialUploads uploads,
    MatterLibrary matters,
    IPeople people,
    CaseNames names,
    IWorkCalendars calendars,
    TimeProvider time) : ICases
{
    /// <summary>How often a step that named no version is decided anew when others were faster.</summary>
    private const int MostAttempts = 8;

    public Task<CaseState> ExecuteAsync(Actor actor, string caseId, CaseCommand command, long? expectedVersion = null, string? idempotencyKey = null, CancellationToken cancel = default) =>
        command is Submit or RaiseObjection
            ? throw new InvalidInputException("type", command is Submit ? "cases.fault.submit-a-draft" : "cases.fault.object-at-the-notice")
            : RunAsync(actor, null, caseId, command, expectedVersion, idempotencyKey, cancel);

    /// <summary>An objection of the public: who objects need not see the case, and sees nothing of it by objecting.</summary>
    public Task<CaseState> ObjectAsync(Actor actor, string caseId, RaiseObjection objection, CancellationToken cancel) => RunAsync(actor, null, caseId, objection, null, null, cancel);

    /// <summary>Begins a case of a matter's running version; called by the applications, which have prepared the command.</summary>
    public Task<CaseState> SubmitAsync(Actor actor, CompiledMatter matter, Submit submit, string idempotencyKey, CancellationToken cancel) =>
        RunAsync(actor, matter, submit.CaseId, submit, null, idempotencyKey, cancel);

    private async Task<CaseState> RunAsync(Actor actor, CompiledMatter? begins, string caseId, CaseCommand command, long? expectedVersion, string? idempotencyKey, CancellationToken cancel)
    {
        var key = idempotencyKey is null ? null : KeyFor(actor, caseId, command, idempotencyKey);
        if (key is not null && await AnsweredAsync(key, cancel) is { } answered)
        {
            return answered;
        }
        for (var attempt = 1; ; attempt++)
        {
            var known = begins is not null ? null : await KnownAsync(caseId, fresh: attempt > 1, cancel);
            try
            {
                return await StepAsync(actor, begins, known, command, expectedVersion, key, cancel);
            }
            catch (RefusalException refusal) when (known is not null)
            {
                if (key is not null && await AnsweredAsync(key, cancel) is { } twin)
                {
                    // The same request arrived twice at once: what refuses this one is what the other has just done.
                    return twin;
                }
                // Perhaps what was remembered is not the newest, for another node has acted: then decide on what is true.
                if (attempt > 1 || !await MovedOnAsync(known, cancel))
                {
                    if (refusal is ConflictException && await WinnerAsync(known.State, command, cancel) is { } told)
                    {
                        throw told;
                    }
                    throw;
                }
                memory.Forget(caseId);
            }
            catch (StaleCaseException) when (expectedVersion is null && attempt < MostAttempts)
            {
                memory.Forget(caseId);
            }
            catch (StaleCaseException)
            {
                memory.Forget(caseId);
                if (key is not null && await AnsweredAsync(key, cancel) is { } twin)
                {
                    return twin;
                }
                throw await ConflictAsync(caseId, cancel);
            }
            catch (KeyTakenException)
            {
                return await AnsweredAsync(key!, cancel) ?? throw new ConflictException("cases.fault.stale-key");
            }
        }
    }

    public async Task<CaseView?> FindAsync(Actor actor, string caseId, CancellationToken cancel = default)
    {
        var (state, events) = await database.ReadAsync(async session => (await CaseTable.ReadAsync(session, caseId), await CaseTable.EventsAsync(session, caseId)), cancel);
        if (state is null || !rights.MaySee(actor, state))
        {
            return null;
        }
        var compiled = matters.Compiled(state.MatterKey, state.MatterVersion, state.MatterHash);
        var now = time.GetUtcNow();
        var actions = CaseActions.Possible(compiled, state)
            .Where(a => rights.Refusal(actor, compiled.Matter, state, CaseRights.Sample(a)) is null)
            .ToHashSet(StringComparer.Ordinal);
        return new(
            state,
            compiled.Matter,
            [.. state.Clocks.Values.Select(c => logic.View(c, compiled.Matter, now))],
            events,
            actions,
            logic.NextStep(compiled, state, now),
            await names.OfAsync(state, events, cancel),
            rights.IsApplicant(actor, state));
    }

    public async Task<string?> IdByNumberAsync(string number, CancellationToken cancel = default) =>
        await database.ReadAsync(session => CaseTable.IdByNumberAsync(session, number), cancel);

    private async Task<CaseState> StepAsync(Actor actor, CompiledMatter? begins, KnownCase? known, CaseCommand command, long? expectedVersion, UsedKey? key, CancellationToken cancel)
    {
        var state = known?.State;
        var compiled = state is not null ? matters.Compiled(state.MatterKey, state.MatterVersion, state.MatterHash)
            : begins ?? throw new NotFoundException("cases.fault.no-such-case");
        if (state is not null && command is not RaiseObjection && actor != Actor.Clock && !rights.MaySee(actor, state))
        if (state is not null && actor != Actor.Clock && command is not MigrateCase && !rights.MaySee(actor, state))
        {
            throw new NotFoundException("cases.fault.no-such-case");
        }
        rights.Demand(actor, compiled.Matter, state, command);
        var hat = rights.Hat(actor, compiled.Matter, state, command);
        if (state is not null && command is AssignItem assign && (await people.ActorAsync(assign.PersonId, cancel) is not { } worker || rights.Refusal(worker.Himself(), compiled.Matter, state, new TakeItem(assign.Item)) is not null))
        {
            throw new InvalidInputException("person", "cases.fault.not-for-him");
        }
        if (state is not null && MaterialsOf(command) is { Count: > 0 } brought)
        {
            await uploads.DemandAsync(actor, compiled.Matter, state.Applicant.Id, brought, state.Materials, cancel);
        }
        if (state is not null && expectedVersion is { } expected && expected != state.Version)
        {
            throw await ConflictAsync(state.Id, cancel);
        }

        var now = ChinaTime.FromMicros(time.GetUtcNow().ToMicros());
        var calendar = calendars.Current;
        if (state is not null && command is not Tick && Decider.IsTickDue(state, calendar, now))
        {
            // No outcome may depend on when the sweeper came by: what has ended acts first.
            await ExecuteAsync(Actor.Clock, state.Id, new Tick(), cancel: cancel);
            throw new StaleCaseException();
        }
        var (after, events) = await logic.DecideAsync(compiled, state, command, hat, CaseRights.ActingFor(hat, compiled.Matter, state, command), now, calendar, command is MigrateCase move ? matters.Kept(move.Version, move.Hash, state!.MatterKey) : null, cancel);
        if (events.IsEmpty)
        {
            return state!;
        }
        var moved = new KnownCase(after, Projection.Of(matters.Compiled(after.MatterKey, after.MatterVersion, after.MatterHash).Matter, after, calendar), calendar.Version);
        await writer.WriteAsync(known, moved, events, key is null ? null : key with { CaseId = after.Id, Version = after.Version }, cancel);
        return after;
    }

    private static IReadOnlyCollection<KeyValuePair<string, MaterialState>> MaterialsOf(CaseCommand command) => command switch
    {
        ProvideSupplement c => c.Materials,
        ProvideCorrection c => c.Materials,
        FulfilPromise c => [new(c.Material, c.State)],
        _ => [],
    };

    private async Task<KnownCase?> KnownAsync(string caseId, bool fresh, CancellationToken cancel)
    {
        var calendar = calendars.Current;
        if (!fresh && memory.Find(caseId) is { } remembered && remembered.Calendar == calendar.Version)
        {
            return remembered;
        }
        if (await database.ReadAsync(session => CaseTable.ReadAsync(session, caseId), cancel) is not { } state)
        {
            return null;
        }
        var known = new KnownCase(state, Projection.Of(matters.Compiled(state.MatterKey, state.MatterVersion, state.MatterHash).Matter, state, calendar), calendar.Version);
        memory.Keep(known);
        return known;
    }

    private async Task<bool> MovedOnAsync(KnownCase remembered, CancellationToken cancel)
    {
        var last = await database.ReadAsync(session => CaseTable.LastAsync(session, remembered.State.Id), cancel);
        return last?.Version != remembered.State.Version;
    }

    private async Task<ConflictException> ConflictAsync(string caseId, CancellationToken cancel)
    {
        var last = await database.ReadAsync(session => CaseTable.LastAsync(session, caseId), cancel);
        if (last is null)
        {
            return new("cases.fault.stale-key");
        }
        var when = DateWords.Of(last.At, "zh");
        if (last.ActorId == Actor.Clock.PersonId)
        {
            return new("cases.fault.stale-clock", when);
        }
        var name = (await people.NamesAsync([last.ActorId], cancel)).GetValueOrDefault(last.ActorId, last.ActorId);
        return new("cases.fault.stale", name, when);
    }

    /// <summary>Names who has the item that the command was about; null when nobody has.</summary>
    private async Task<RefusalException?> WinnerAsync(CaseState state, CaseCommand command, CancellationToken cancel)
    {
        var item = CaseRights.ItemKeyOf(matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash), state, command) is { } key ? state.Items.GetValueOrDefault(key) : null;
        if ((item?.DecidedBy ?? item?.HolderId) is not { } person || person == Actor.Clock.PersonId)
        {
            return null;
        }
        var name = (await people.NamesAsync([person], cancel)).GetValueOrDefault(person, person);
        return item!.EndedAt is { } ended ? new ConflictException("cases.fault.stale", name, DateWords.Of(ended, "zh")) : new ConflictException("cases.fault.held", name);
    }

    private static UsedKey KeyFor(Actor actor, string caseId, CaseCommand command, string key)
    {
        if (key.Length is 0 or > 200)
        {
            throw new InvalidInputException("Idempotency-Key", "cases.fault.key-length");
        }
        // A submission's id and number are new each time; its key is the draft's, which is submitted once whatever it says by then.
        byte[] request = command is Submit ? [] : [.. Encoding.UTF8.GetBytes(caseId), .. CaseJson.Bytes(command)];
        return new($"{actor.PersonId}/{key}", actor.PersonId, Convert.ToHexStringLower(SHA256.HashData(request)), caseId, 0);
    }

    /// <summary>The answer that the key got, as it was then.</summary>
    private async Task<CaseState?> AnsweredAsync(UsedKey key, CancellationToken cancel)
    {
        var found = await database.ReadAsync(async session =>
        {
            var used = await KeyTable.FindAsync(session, key.Key);
            return used is null ? default : (Used: used, Events: await CaseTable.EventsAsync(session, used.CaseId, used.Version));
        }, cancel);
        if (found.Used is null)
        {
            return null;
        }
        return found.Used.Request == key.Request
            ? logic.Replay(found.Events)
            : throw new InvalidInputException("Idempotency-Key", "cases.fault.key-reused");
    }
}
