using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Seals.Structure;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Certificates.Seals.Making;

/// <summary>Makes seals and renews them. Like a certificate, a seal has its number before it is made: a crash in between makes the same order take up the same number and key.</summary>
internal sealed class SealMaker(
    IDatabase database,
    CertificateStore numbers,
    SealStore store,
    SealKeys keys,
    SealRights rights,
    IOrganisations organisations,
    IEvidenceRecorder evidence,
    PhraseBook phrases,
    ModuleSettings settings,
    TimeProvider time)
{
    public static readonly ImmutableArray<string> Kinds = ["official", "service", "approval", "contract", "finance"];

    public const int MostYears = 10;

    /// <summary>Type of a seal's data in GB/T 38540: a unit's seal.</summary>
    private const int UnitSeal = 1;

    /// <exception cref="InvalidInputException">The order's kind or years are none, or its maker is unknown.</exception>
    public async Task<Seal> MakeAsync(SealOrder order, bool sample, CancellationToken cancel)
    {
        if (await store.BySourceAsync(order.Source, cancel) is { } before)
        {
            return before;
        }
        if (!Kinds.Contains(order.Kind) || order.Years is < 1 or > MostYears || string.IsNullOrWhiteSpace(order.Name))
        {
            throw new InvalidInputException("kind", "certificates.seal.fault.order", order.Kind);
        }
        var maker = organisations.Find(order.MakerOrganisationId) ?? throw new InvalidInputException("maker", "certificates.fault.no-issuer", order.MakerOrganisationId);
        var now = time.GetUtcNow();
        var (id, number) = await numbers.ReserveAsync(
            "seal/" + order.Source, Ids.New(now), "seal/" + order.Division, sequence => order.Division + sequence.ToString("0000000", CultureInfo.InvariantCulture), now, cancel);
        var today = now.ChinaDate();
        var unitPath = organisations.All.FirstOrDefault(o => o.Name.In("zh") == order.Unit.Name)?.Path;
        var seal = new Seal(
            id, number, order.Kind, order.Name.Trim(), order.Unit.Id, order.Unit.Name, order.Unit.Code, unitPath, maker.Id, maker.Path,
            SealState.Active, 1, today, today.AddYears(order.Years).AddDays(-1), 0, now);
        var record = await RecordAsync(seal, now, cancel);
        await database.WriteAsync(
            async session =>
            {
                if (await SealStore.AddAsync(session, seal, order.Source, sample) == 1)
                {
                    await SealStore.AddVersionAsync(session, seal.Id, 1, record.Bytes, now);
                    await KeepAsync(session, seal, record, new("made", now, Actor.Clock.PersonId, order.Source), SealHistory.Made);
                }
                return 0;
            },
            cancel);
        return await store.BySourceAsync(order.Source, cancel) ?? throw new InvalidOperationException($"Seal {id} was recorded but is not there.");
    }

    public async Task<Seal> RenewAsync(Actor actor, Seal seal, int years, string reason, CancellationToken cancel)
    {
        SealRights.Refuse(rights.Makes(actor, seal), "certificates.seal.fault.not-maker");
        if (years is < 1 or > MostYears)
        {
            throw new InvalidInputException("years", "certificates.seal.fault.years", MostYears.ToString(CultureInfo.InvariantCulture));
        }
        var said = Reasons.Said(reason);
        var now = time.GetUtcNow();
        var today = now.ChinaDate();
        var renewed = seal with { Version = seal.Version + 1, ValidFrom = today, ValidUntil = today.AddYears(years).AddDays(-1) };
        var record = await RecordAsync(renewed, now, cancel);
        await database.WriteAsync(
            async session =>
            {
                if (!await SealStore.RenewAsync(session, renewed))
                {
                    throw new ConflictException("certificates.seal.fault.changed", seal.Number);
                }
                await SealStore.AddVersionAsync(session, seal.Id, renewed.Version, record.Bytes, now);
                await KeepAsync(session, renewed, record, new("renewed", now, actor.PersonId, said), SealHistory.Renewed);
                return 0;
            },
            cancel);
        return renewed;
    }

    /// <summary>The words that stand in a seal of a kind.</summary>
    public string Words(string kind) => phrases.Say("zh", $"certificates.seal.words.{kind}", []);

    /// <summary>What the demo writes into its seals; null in service.</summary>
    public string? Mark => settings.Demo ? phrases.Say("zh", "certificates.print.sample", []) : null;

    private async Task<SealRecord> RecordAsync(Seal seal, DateTimeOffset now, CancellationToken cancel)
    {
        var maker = await keys.OfMakerAsync(seal.MakerOrganisationId, cancel);
        var key = await keys.OfSealAsync(seal.Id, seal.Version, cancel);
        var (from, until) = (ChinaTime.At(seal.ValidFrom, TimeOnly.MinValue), ChinaTime.At(seal.ValidUntil, new(23, 59, 59)));
        var signer = Sm2Certificate.Issue($"{seal.Name}（{seal.Number}）", seal.UnitName, key.PublicKey, maker.Certificate.Subject, maker.Name, maker.Key, from, until, authority: false);
        return SealRecord.Make(
            new(seal.Number, UnitSeal, seal.Name, signer, now, from, until, Encoding.UTF8.GetBytes(SealPicture.Svg(seal.Name, Words(seal.Kind), Mark)), maker.Certificate), maker.Key);
    }

    private async ValueTask KeepAsync(ISession session, Seal seal, SealRecord record, SealChange change, string type)
    {
        var sequence = await evidence.NextSequenceAsync(session, SealHistory.Stream(seal.Id));
        await SealStore.AddChangeAsync(session, seal.Id, sequence, change);
        await evidence.RecordAsync(session, new(
            type,
            SealHistory.Stream(seal.Id),
            sequence,
            change.At,
            "office/" + seal.MakerOrganisationId,
            Facts: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
            [
                KeyValuePair.Create("digest", Convert.ToHexStringLower(Sm3.Hash(record.Bytes))),
                KeyValuePair.Create("kind", seal.Kind),
                KeyValuePair.Create("seal", seal.Number),
                KeyValuePair.Create("unit", seal.UnitName),
                KeyValuePair.Create("until", SealStore.Date(seal.ValidUntil)),
                KeyValuePair.Create("version", seal.Version.ToString(CultureInfo.InvariantCulture)),
            ]),
            Private: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("person", change.By), KeyValuePair.Create("reason", change.Reason)])));
    }
}
