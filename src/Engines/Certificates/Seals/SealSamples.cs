using System.Globalization;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Seals;

/// <inheritdoc/>
internal sealed class SealSamples(IDatabase database, IOrganisations organisations) : ISealSamples
{
    private static readonly string[] SealColumns =
        ["id", "number", "kind", "name", "unit_party_id", "unit_name", "unit_code", "unit_path", "maker_organisation_id", "maker_path", "source", "status", "version", "valid_from", "valid_until", "uses", "made_at", "sample"];

    public async Task AddAsync(string makerOrganisationId, string division, IReadOnlyList<SealSample> samples, CancellationToken cancel = default)
    {
        var maker = organisations.Find(makerOrganisationId) ?? throw new InvalidInputException("maker", "certificates.fault.no-issuer", makerOrganisationId);
        var (seals, counts) = (new List<object?[]>(), new List<object?[]>());
        foreach (var (sample, index) in samples.Select((s, i) => (s, i)))
        {
            var at = ChinaTime.At(sample.Since, new(9, 0));
            var (id, number) = (Ids.New(at), division + (index + 1).ToString("0000000", CultureInfo.InvariantCulture));
            seals.Add([
                id, number, sample.Kind, sample.Unit, "sample/" + sample.Unit, sample.Unit, "", null, maker.Id, maker.Path, "sample/" + number, "active", 1L,
                SealStore.Date(sample.Since), SealStore.Date(sample.Since.AddYears(5).AddDays(-1)), sample.Uses.Sum(u => u.Uses), at.ToMicros(), 1L,
            ]);
            counts.AddRange(sample.Uses.Select(u => (object?[])[id, SealStore.Date(u.Day), 1L, u.Uses]));
        }
        await database.WriteAsync(
            async session =>
            {
                // The row of the series says whether they are there already, and keeps real numbers away from these.
                if (await session.ExecuteAsync("insert into certificates_sequence (series, last) values ($1, $2) on conflict (series) do nothing", "seal/" + division, (long)samples.Count) == 1)
                {
                    await session.InsertManyAsync("certificates_seal", SealColumns, seals);
                    await session.InsertManyAsync("certificates_seal_count", ["seal_id", "day", "sample", "uses"], counts);
                }
                return 0;
            },
            cancel);
    }
}
