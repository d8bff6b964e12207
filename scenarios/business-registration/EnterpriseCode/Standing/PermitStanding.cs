using System.Collections.Immutable;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Register;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Standing;

/// <summary>A department suspends a permit for a while (暂停), and lets it live again. Revoking is the certificate's own affair.</summary>
internal sealed class PermitStanding(IDatabase database, CodeRegister register, CodeReader reader, IAccess access, IEvidenceRecorder evidence, TimeProvider time)
{
    private const int ShortestReason = 4;
    private const int LongestReason = 300;

    public bool MaySuspend(Actor actor, Permit permit) => permit.OfficePath is { } path && access.May(actor, Permissions.CertificatesRevoke, path);

    /// <exception cref="NotFoundException">No such permit.</exception>
    /// <exception cref="DeniedException">It is not of the actor's department.</exception>
    /// <exception cref="ConflictException">It is not valid now.</exception>
    /// <exception cref="InvalidInputException">The reason is missing or too long.</exception>
    public async Task SuspendAsync(Actor actor, string permitId, string reason, CancellationToken cancel = default)
    {
        var permit = await DemandAsync(actor, permitId, PermitState.Valid, "registration.code.fault.not-valid", cancel);
        if (reason.Trim().Length is < ShortestReason or > LongestReason)
        {
            throw new InvalidInputException("reason", "registration.code.fault.reason");
        }
        await WriteAsync(actor, permit, "registration.permit-suspended", "update registration_permit set suspended_at = $2, suspended_because = $3 where id = $1 and suspended_at is null", [time.GetUtcNow().ToMicros(), reason.Trim()], reason.Trim(), cancel);
    }

    /// <exception cref="ConflictException">It is not suspended.</exception>
    public async Task ResumeAsync(Actor actor, string permitId, CancellationToken cancel = default)
    {
        var permit = await DemandAsync(actor, permitId, PermitState.Suspended, "registration.code.fault.not-suspended", cancel);
        await WriteAsync(actor, permit, "registration.permit-resumed", "update registration_permit set suspended_at = null, suspended_because = null where id = $1 and suspended_at is not null", [], "", cancel);
    }

    private async Task<Permit> DemandAsync(Actor actor, string permitId, PermitState state, string otherwise, CancellationToken cancel)
    {
        var permit = await register.PermitAsync(permitId, cancel) ?? throw new NotFoundException("registration.code.fault.no-permit");
        if (!MaySuspend(actor, permit))
        {
            throw new DeniedException("registration.code.fault.not-your-department");
        }
        return (await reader.StandingAsync([permit], cancel))[0].State == state ? permit : throw new ConflictException(otherwise);
    }

    private Task<int> WriteAsync(Actor actor, Permit permit, string type, string statement, object?[] args, string reason, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var hidden = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("person", actor.PersonId)]);
        return database.WriteAsync(
            async s =>
            {
                if (await s.ExecuteAsync(statement, [permit.Id, .. args]) == 0)
                {
                    throw new ConflictException("registration.code.fault.stale");
                }
                var stream = "permit/" + permit.Id;
                await evidence.RecordAsync(s, new(
                    type,
                    stream,
                    await evidence.NextSequenceAsync(s, stream),
                    now,
                    "office/" + permit.Office,
                    Facts: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("certificate", permit.CertificateId!), KeyValuePair.Create("permit", permit.Key)]),
                    Private: reason.Length > 0 ? hidden.Add("reason", reason) : hidden));
                return 0;
            },
            cancel);
    }
}
