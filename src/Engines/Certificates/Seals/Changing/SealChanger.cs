using System.Collections.Immutable;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Seals.Changing;

/// <summary>Suspends, resumes and revokes. The unit may stop its own seal at once, as after a loss; only who made it puts it into force again or ends it.</summary>
internal sealed class SealChanger(IDatabase database, SealRights rights, IEvidenceRecorder evidence, TimeProvider time)
{
    public Task SuspendAsync(Actor actor, Seal seal, string reason, CancellationToken cancel)
    {
        SealRights.Refuse(rights.MaySee(actor, seal), "certificates.seal.fault.not-keeper");
        return ChangeAsync(actor, seal, reason, new("suspended", SealHistory.Suspended, SealState.Suspended, [SealState.Active]), cancel);
    }

    public Task ResumeAsync(Actor actor, Seal seal, string reason, CancellationToken cancel)
    {
        SealRights.Refuse(rights.Makes(actor, seal), "certificates.seal.fault.not-maker");
        return ChangeAsync(actor, seal, reason, new("resumed", SealHistory.Resumed, SealState.Active, [SealState.Suspended]), cancel);
    }

    public Task RevokeAsync(Actor actor, Seal seal, string reason, CancellationToken cancel)
    {
        SealRights.Refuse(rights.Makes(actor, seal), "certificates.seal.fault.not-maker");
        return ChangeAsync(actor, seal, reason, new("revoked", SealHistory.Revoked, SealState.Revoked, [SealState.Active, SealState.Suspended]), cancel);
    }

    private async Task ChangeAsync(Actor actor, Seal seal, string reason, Change change, CancellationToken cancel)
    {
        var said = Reasons.Said(reason);
        var now = time.GetUtcNow();
        var by = rights.Makes(actor, seal) ? "office/" + seal.MakerOrganisationId : "party/" + seal.UnitPartyId;
        await database.WriteAsync(
            async session =>
            {
                if (!await SealStore.ChangeAsync(session, seal.Id, change.To, change.From))
                {
                    throw new ConflictException("certificates.seal.fault.changed", seal.Number);
                }
                var sequence = await evidence.NextSequenceAsync(session, SealHistory.Stream(seal.Id));
                await SealStore.AddChangeAsync(session, seal.Id, sequence, new(change.Kind, now, actor.PersonId, said));
                await evidence.RecordAsync(session, new(
                    change.Type,
                    SealHistory.Stream(seal.Id),
                    sequence,
                    now,
                    by,
                    Facts: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("seal", seal.Number)]),
                    Private: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("person", actor.PersonId), KeyValuePair.Create("reason", said)])));
                return 0;
            },
            cancel);
    }

    private sealed record Change(string Kind, string Type, SealState To, SealState[] From);
}
