using System.Collections.Immutable;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Revoking;

/// <summary>Takes a certificate out of force (撤销、注销), for a reason that its holder is told. It cannot be undone: a wrong revocation is mended by a new certificate.</summary>
internal sealed class Revoker(IDatabase database, CertificateStore store, IAccess access, IEvidenceRecorder evidence, TimeProvider time)
{
    public const int LongestReason = 500;
    private const int ShortestReason = 4;

    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="DeniedException">The actor may not revoke certificates of this issuer.</exception>
    /// <exception cref="InvalidInputException">The reason is missing, or too long.</exception>
    /// <exception cref="ConflictException">It was revoked before.</exception>
    public async Task RevokeAsync(Actor actor, string certificateId, string reason, CancellationToken cancel)
    {
        var row = await store.FindAsync(certificateId, cancel) ?? throw new NotFoundException("certificates.fault.unknown");
        if (!access.May(actor, Permissions.CertificatesRevoke, row.IssuerPath))
        {
            throw new DeniedException("certificates.fault.not-yours-to-revoke");
        }
        var said = reason.Trim();
        if (said.Length < ShortestReason)
        {
            throw new InvalidInputException("reason", "certificates.fault.reason-missing");
        }
        if (said.Length > LongestReason)
        {
            throw new InvalidInputException("reason", "certificates.fault.reason-too-long", LongestReason.ToString());
        }
        if (!await WriteAsync(row, actor, said, cancel))
        {
            throw new ConflictException("certificates.fault.already-revoked", row.Number);
        }
    }

    /// <summary>By order of a case, whose deciding office had the right. A licence that exists on paper only is none of this platform's, and one that is out of force already stays so.</summary>
    public async Task VoidAsync(string idOrNumber, string reason, CancellationToken cancel)
    {
        if (await store.FindAsync(idOrNumber, cancel) is { } row)
        {
            await WriteAsync(row, Actor.Clock, reason.Length > LongestReason ? reason[..LongestReason] : reason, cancel);
        }
    }

    private async Task<bool> WriteAsync(StoredRow row, Actor actor, string reason, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return await database.WriteAsync(
            async session =>
            {
                if (!await CertificateStore.RevokeAsync(session, row.Id, reason, actor.PersonId, now))
                {
                    return false;
                }
                var sequence = await evidence.NextSequenceAsync(session, Streams.Of(row.Id));
                await evidence.RecordAsync(session, Revoked(row, actor, reason, sequence, now));
                return true;
            },
            cancel);
    }

    private static EvidenceEvent Revoked(StoredRow row, Actor actor, string reason, long sequence, DateTimeOffset now) => new(
        Streams.Revoked,
        Streams.Of(row.Id),
        sequence,
        now,
        "office/" + row.IssuerOrganisationId,
        Facts: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("case", row.SourceCaseId),
            KeyValuePair.Create("certificate", row.Id),
            KeyValuePair.Create("number", row.Number),
        ]),
        Private: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("person", actor.PersonId),
            KeyValuePair.Create("reason", reason),
        ]),
        Subject: "party/" + row.HolderPartyId);
}
