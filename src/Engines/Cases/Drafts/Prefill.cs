using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Drafts;

/// <summary>Fills a new form with what the platform already knows, and says of each value where it is from.</summary>
internal sealed class Prefill(IEnumerable<IPrefillSource> sources, IHeldCertificates certificates, IPoolItems pool)
{
    /// <summary>The source that is always there: the applicant's own record.</summary>
    internal const string PartySource = "party";

    private static readonly LocalText PartyTitle = new("申请人档案", "the applicant's record");

    public async Task<Prefilled> ForAsync(Matter matter, Party party, string? subject, CancellationToken cancel)
    {
        var form = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var from = ImmutableSortedDictionary.CreateBuilder<string, LocalText>(StringComparer.Ordinal);
        foreach (var fields in matter.Form.Where(f => f.Prefill is not null).GroupBy(f => f.Prefill!.Split('.', 2)[0], StringComparer.Ordinal))
        {
            if (await ReadAsync(fields.Key, party, subject, cancel) is not ({ } title, { } values))
            {
                continue;
            }
            foreach (var field in fields)
            {
                if (field.Prefill!.Split('.', 2) is [_, var path] && values.TryGetValue(path, out var value) && value.Length > 0)
                {
                    form[field.Key] = value;
                    from[field.Key] = title;
                }
            }
        }
        // What another source has said already is not asked of the pool: who is not asked need not be put on record.
        var asked = matter.Form.Where(f => f.Item is not null && !form.ContainsKey(f.Key)).ToList();
        var known = asked.Count == 0 ? ImmutableSortedDictionary<string, PoolItem>.Empty : await pool.OfAsync(party, matter.Key, [.. asked.Select(f => f.Item!).Distinct(StringComparer.Ordinal)], cancel);
        foreach (var field in asked)
        {
            // A value that the form would refuse helps nobody: the library's error is found there, not by the applicant.
            if (known.TryGetValue(field.Item!, out var item) && FormCheck.Wrong(field, field.Key, item.Value) is null)
            {
                form[field.Key] = item.Value;
                from[field.Key] = item.Source;
            }
        }
        return new(form.ToImmutable(), from.ToImmutable(), await MaterialsAsync(matter, party, subject, cancel));
    }

    /// <summary>The held certificate of a type that speaks of the subject; the newest when there is no subject; null when there are several and none speaks of it.</summary>
    private async Task<HeldCertificate?> HeldAsync(Party party, string type, string? subject, CancellationToken cancel)
    {
        var held = await certificates.HeldAsync(party.Id, type, cancel);
        return subject is null
            ? held.OrderByDescending(h => h.IssuedOn).FirstOrDefault()
            : held.Where(h => h.Fields.Values.Contains(subject, StringComparer.Ordinal)).OrderByDescending(h => h.IssuedOn).FirstOrDefault() ?? (held.Count == 1 ? held[0] : null);
    }

    private async Task<(LocalText Title, IReadOnlyDictionary<string, string> Values)?> ReadAsync(string name, Party party, string? subject, CancellationToken cancel)
    {
        if (name == PartySource)
        {
            return (PartyTitle, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["name"] = party.Name,
                ["code"] = party.Code,
                ["kind"] = party.Kind == PartyKind.Person ? "person" : "legal-entity",
            });
        }
        if (sources.FirstOrDefault(s => s.Name == name) is { } source)
        {
            return (source.Title, await source.ReadAsync(party, subject, cancel));
        }
        return await HeldAsync(party, name, subject, cancel) is { } held
            ? (held.Title, held.Fields.SetItem("number", held.Number).SetItem("issued_on", held.IssuedOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)))
            : null;
    }

    private async Task<ImmutableSortedDictionary<string, MaterialState>> MaterialsAsync(Matter matter, Party party, string? subject, CancellationToken cancel)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, MaterialState>(StringComparer.Ordinal);
        foreach (var material in matter.Materials.Where(m => m.FromCertificate is not null))
        {
            if (await HeldAsync(party, material.FromCertificate!, subject, cancel) is { } held)
            {
                found[material.Key] = new(MaterialStatus.Provided, null, null, 0, held.Id, held.Number, null);
            }
        }
        return found.ToImmutable();
    }
}

/// <param name="Sources">Field → where its value is from.</param>
internal sealed record Prefilled(
    ImmutableSortedDictionary<string, string> Form,
    ImmutableSortedDictionary<string, LocalText> Sources,
    ImmutableSortedDictionary<string, MaterialState> Materials);

/// <summary>Stands in where there is no data pool: nothing is known.</summary>
internal sealed class NoPool : IPoolItems
{
    public Task<ImmutableSortedDictionary<string, PoolItem>> OfAsync(Party party, string matterKey, IReadOnlyCollection<string> items, CancellationToken cancel = default) =>
        Task.FromResult(ImmutableSortedDictionary<string, PoolItem>.Empty);
}

/// <summary>Stands in where no engine keeps certificates: nobody holds any.</summary>
internal sealed class NoCertificates : IHeldCertificates
{
    public Task<IReadOnlyList<HeldCertificate>> HeldAsync(string partyId, string type, CancellationToken cancel = default) => Task.FromResult<IReadOnlyList<HeldCertificate>>([]);

    public Task<HeldCertificate?> ValidAsync(string partyId, string certificateId, CancellationToken cancel = default) => Task.FromResult<HeldCertificate?>(null);
}
