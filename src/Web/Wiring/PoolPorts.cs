using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Web.Wiring;

/// <summary>What the data pool knows fills in forms. An applicant who sees his own data is told where they are from, and the look-up stands among the uses of his data.</summary>
internal sealed class FormsFromPool(IKnownItems known, IOrganisations organisations) : IPoolItems
{
    public static string Kind(PartyKind kind) => kind == PartyKind.Person ? "person" : "enterprise";

    public async Task<ImmutableSortedDictionary<string, PoolItem>> OfAsync(Party party, string matterKey, IReadOnlyCollection<string> items, CancellationToken cancel = default)
    {
        var found = await known.OfAsync(Kind(party.Kind), party.Code, [.. items.Select(ItemPath.Parse)], "matter/" + matterKey, "self", cancel);
        return found.Values.ToImmutableSortedDictionary(k => k.Item.ToString(), k => new PoolItem(k.Value, Source(k)), StringComparer.Ordinal);
    }

    private LocalText Source(KnownItem item)
    {
        var provider = organisations.Find(item.ProviderId)?.Name ?? new LocalText(item.ProviderId);
        var day = item.AsOf.ChinaDate();
        return new(
            $"{item.Resource.In("zh")}（{provider.In("zh")}，{day.Year}年{day.Month}月{day.Day}日）",
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{item.Resource.In("en")} ({provider.In("en")}, {day:yyyy-MM-dd})"));
    }
}

/// <summary>Takes to the source what applicants have given otherwise than the pool has it.</summary>
internal sealed class CorrectionsFromCases(IGivenItems cases, ICorrections corrections) : ILogFollower
{
    public string Name => "sharing.corrections";

    public bool Wants(string type) => type == "cases.submitted";

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        if (await cases.OfAsync(happened.Stream["case/".Length..], cancel) is { } given)
        {
            await corrections.ReportAsync(FormsFromPool.Kind(given.Applicant.Kind), given.Applicant.Code,
                given.Values.ToDictionary(v => ItemPath.Parse(v.Key), v => v.Value), "matter/" + given.MatterKey, cancel);
        }
    }
}
