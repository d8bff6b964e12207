using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Certificates.Checking;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Presenting;

/// <summary>Shows certificates: the holder says for what, for how long and which fields; whoever scans says who he is and sees these fields and no others; the holder sees who looked.</summary>
internal sealed class Presenter(IDatabase database, PresentationStore store, CertificateStore certificates, CertificateRights rights, Checker checker, IKeyVault vault, IEvidenceRecorder evidence, TimeProvider time)
{
    /// <summary>Key of the holder's name and code among the fields to choose from.</summary>
    public const string Holder = "holder";

    public const int LongestPurpose = 100;
    public const int LongestWho = 60;

    /// <summary>More looks at one presentation than any counter needs.</summary>
    public const int MostLooks = 10;

    /// <summary>Minutes that a presentation may last.</summary>
    public static readonly ImmutableArray<int> Minutes = [5, 10, 30, 60];

    private const int SecretLength = 16;
    private byte[]? _key;

    /// <summary>What a certificate says, as long as it may be shown.</summary>
    /// <exception cref="ConflictException">The certificate is not valid.</exception>
    public async Task<SignedContent> ValidAsync(StoredRow row, CancellationToken cancel) =>
        await checker.CheckAsync(row.Id, shownDigest: null, cancel) is { Answer: CertificateAnswer.Valid, Content: { } content } ? content : throw new ConflictException("certificates.present.fault.not-valid", row.Number);

    /// <exception cref="DeniedException">Only who acts for the holder presents.</exception>
    /// <exception cref="ConflictException">The certificate is not valid.</exception>
    /// <exception cref="InvalidInputException">No purpose, no field, or another time than offered.</exception>
    public async Task<string> PresentAsync(Actor actor, string certificateId, string purpose, IReadOnlyCollection<string> fields, int minutes, CancellationToken cancel)
    {
        var row = await certificates.FindAsync(certificateId, cancel) ?? throw new NotFoundException("certificates.fault.unknown");
        if (!rights.Holds(actor, row))
        {
            throw new DeniedException("certificates.present.fault.not-holder");
        }
        var content = await ValidAsync(row, cancel);
        var said = purpose.Trim();
        var chosen = content.Fields.Select(f => f.Key).Prepend(Holder).Where(fields.Contains).ToList();
        var faults = new List<Fault>();
        if (said.Length is < 2 or > LongestPurpose)
        {
            faults.Add(new("purpose", "certificates.present.fault.purpose", LongestPurpose.ToString(CultureInfo.InvariantCulture)));
        }
        if (chosen.Count == 0)
        {
            faults.Add(new("fields", "certificates.present.fault.no-field"));
        }
        if (!Minutes.Contains(minutes))
        {
            faults.Add(new("minutes", "certificates.present.fault.minutes"));
        }
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        var now = time.GetUtcNow();
        var made = new Presentation(Ids.New(now), row.Id, said, [.. chosen], now, now.AddMinutes(minutes), actor.PersonId, null);
        var happened = evidence.Prepare(Event("certificates.presented", made, 1, now, "party/" + row.HolderPartyId, row.HolderPartyId, ("purpose", said), ("person", actor.PersonId)));
        await database.WriteAsync(
            async session =>
            {
                await PresentationStore.AddAsync(session, made);
                await evidence.RecordPreparedAsync(session, [happened]);
                return 0;
            },
            cancel);
        return made.Id;
    }

    /// <summary>The secret of a presentation's QR code.</summary>
    public async ValueTask<string> SecretAsync(string id, CancellationToken cancel)
    {
        var key = _key ??= await vault.GetOrCreateAsync("certificates/presentation", () => RandomNumberGenerator.GetBytes(32), cancel);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(id)).AsSpan(0, SecretLength));
    }

    /// <summary>The presentation that a QR code names, and whether it may still be looked at; null when the secret is not its own.</summary>
    public async Task<(Presentation Shown, PresentationState State)?> ScanAsync(string id, string? secret, CancellationToken cancel)
    {
        var expected = await SecretAsync(id, cancel);
        if (secret is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(expected)) || await store.FindAsync(id, cancel) is not { } found)
        {
            return null;
        }
        return (found, found.StateAt(time.GetUtcNow()));
    }

    /// <summary>Looks: records who, then gives the certificate's answer with the chosen fields.</summary>
    /// <exception cref="NotFoundException">No such presentation, or another secret.</exception>
    /// <exception cref="ConflictException">It has expired, was ended, or was looked at too often.</exception>
    public async Task<Look> LookAsync(Actor actor, string id, string? secret, string who, CancellationToken cancel)
    {
        var (shown, state) = await ScanAsync(id, secret, cancel) ?? throw new NotFoundException("certificates.present.fault.unknown");
        var said = who.Trim();
        if (state != PresentationState.Open)
        {
            throw new ConflictException(state == PresentationState.Expired ? "certificates.present.fault.expired" : "certificates.present.fault.ended");
        }
        if (said.Length is < 2 or > LongestWho)
        {
            throw new InvalidInputException("who", "certificates.present.fault.who");
        }
        var row = await certificates.FindAsync(shown.CertificateId, cancel) ?? throw new NotFoundException("certificates.fault.unknown");
        var now = time.GetUtcNow();
        await database.WriteAsync(
            async session =>
            {
                var sequence = await evidence.NextSequenceAsync(session, Presentation.Stream(id));
                if (sequence > MostLooks + 1 || await PresentationStore.CountAsync(session, id, now) != 1)
                {
                    throw new ConflictException("certificates.present.fault.ended");
                }
                await PresentationStore.AddLookAsync(session, id, sequence, now, said, actor.PersonId);
                await evidence.RecordAsync(session, Event("certificates.presentation-seen", shown, sequence, now, "visitor", row.HolderPartyId, ("who", said), ("person", actor.PersonId)));
                return 0;
            },
            cancel);
        return new(shown, await checker.CheckAsync(row.Id, row.Digest, cancel));
    }

    /// <summary>Ends a presentation before its time.</summary>
    public async Task EndAsync(Actor actor, string id, CancellationToken cancel)
    {
        var shown = await OwnAsync(actor, id, cancel);
        await database.WriteAsync(session => PresentationStore.EndAsync(session, shown.Id, time.GetUtcNow()), cancel);
    }

    /// <summary>A presentation of the actor's own.</summary>
    public async Task<Presentation> OwnAsync(Actor actor, string id, CancellationToken cancel)
    {
        var shown = await store.FindAsync(id, cancel) ?? throw new NotFoundException("certificates.present.fault.unknown");
        var row = await certificates.FindAsync(shown.CertificateId, cancel) ?? throw new NotFoundException("certificates.fault.unknown");
        return rights.Holds(actor, row) ? shown : throw new DeniedException("certificates.present.fault.not-holder");
    }

    private static EvidenceEvent Event(string type, Presentation shown, long sequence, DateTimeOffset at, string by, string holder, params ReadOnlySpan<(string Key, string Value)> hidden) => new(
        type,
        Presentation.Stream(shown.Id),
        sequence,
        at,
        by,
        Facts: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("certificate", shown.CertificateId),
            KeyValuePair.Create("fields", string.Join(' ', shown.Fields)),
        ]),
        Private: hidden.ToArray().Where(h => h.Value.Length > 0).ToImmutableSortedDictionary(h => h.Key, h => h.Value, StringComparer.Ordinal),
        Subject: "party/" + holder);
}

/// <summary>What a checker gets: the presentation and the certificate's answer at this instant.</summary>
internal sealed record Look(Presentation Shown, CheckResult Result);
