using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Inspecting;

/// <summary>The yearly check (年检) of a licence by who issued it: once a year, passed or not, with a note that the holder sees. One that fails does not revoke by itself.</summary>
internal sealed class Inspector(IDatabase database, CertificateStore store, CertificateRights rights, IEvidenceRecorder evidence, TimeProvider time)
{
    public const int LongestNote = 200;

    /// <exception cref="DeniedException">The actor is not of the issuer.</exception>
    /// <exception cref="ConflictException">It was checked this year, or is revoked.</exception>
    /// <exception cref="InvalidInputException">No result, or no note where it did not pass.</exception>
    public async Task InspectAsync(Actor actor, string certificateId, bool? passed, string note, CancellationToken cancel)
    {
        var row = await store.FindAsync(certificateId, cancel) ?? throw new NotFoundException("certificates.fault.unknown");
        if (!rights.IsStaff(actor, row))
        {
            throw new DeniedException("certificates.inspect.fault.not-issuer");
        }
        var said = note.Trim();
        if (passed is null)
        {
            throw new InvalidInputException("passed", "certificates.inspect.fault.result");
        }
        if (said.Length > LongestNote || (passed == false && said.Length < 4))
        {
            throw new InvalidInputException("note", "certificates.inspect.fault.note", LongestNote.ToString(CultureInfo.InvariantCulture));
        }
        if (row.RevokedAt is not null)
        {
            throw new ConflictException("certificates.fault.already-revoked", row.Number);
        }
        var now = time.GetUtcNow();
        var year = now.ChinaDate().Year;
        await database.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync(
                    "insert into certificates_inspection (certificate_id, year, passed, note, at, by_person) values ($1, $2, $3, $4, $5, $6) on conflict (certificate_id, year) do nothing",
                    row.Id, (long)year, passed == true ? 1L : 0L, said, now.ToMicros(), actor.PersonId) != 1)
                {
                    throw new ConflictException("certificates.inspect.fault.done", row.Number);
                }
                var sequence = await evidence.NextSequenceAsync(session, Streams.Of(row.Id));
                await evidence.RecordAsync(session, new(
                    "certificates.inspected",
                    Streams.Of(row.Id),
                    sequence,
                    now,
                    "office/" + row.IssuerOrganisationId,
                    Facts: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
                    [
                        KeyValuePair.Create("certificate", row.Id),
                        KeyValuePair.Create("passed", passed == true ? "true" : "false"),
                        KeyValuePair.Create("year", year.ToString(CultureInfo.InvariantCulture)),
                    ]),
                    Private: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("note", said), KeyValuePair.Create("person", actor.PersonId)]),
                    Subject: "party/" + row.HolderPartyId));
                return 0;
            },
            cancel);
    }

    /// <summary>The checks of a certificate, newest first.</summary>
    public Task<List<Inspection>> OfAsync(string certificateId, CancellationToken cancel) =>
        database.ReadAsync(
            s => s.QueryAsync(
                "select year, passed, note, at from certificates_inspection where certificate_id = $1 order by year desc",
                r => new Inspection(r.GetInt32(0), r.GetInt64(1) == 1, r.GetString(2), ChinaTime.FromMicros(r.GetInt64(3))), certificateId),
            cancel);
}

/// <summary>A yearly check.</summary>
internal sealed record Inspection(int Year, bool Passed, string Note, DateTimeOffset At);
