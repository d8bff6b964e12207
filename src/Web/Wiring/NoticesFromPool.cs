using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Security.Contracts;
using NewNotice = Zhuangjin.Notices.Contracts.NewNotice;

namespace Zhuangjin.Web.Wiring;

/// <summary>Departments that hold a grant hear of a description that may break their systems, and of the end of the grant.</summary>
internal sealed class NoticesFromPool(ICatalogue catalogue, IGrantHolders holders, IAudience audience, NoticeWords words) : INoticeSource
{
    private static readonly string[] Told = [Roles.Steward, Roles.Head];

    public bool Wants(string type) => type is "sharing.described" or "sharing.revoked";

    public async Task<IReadOnlyList<NewNotice>> AboutAsync(SealedEvent happened, CancellationToken cancel = default) => happened.Type switch
    {
        "sharing.described" when happened.Facts.GetValueOrDefault("breaking", "0") != "0" => await OfChangeAsync(happened, cancel),
        "sharing.revoked" when happened.Facts.ContainsKey("recipient") => await OfEndAsync(happened, cancel),
        _ => [],
    };

    private async Task<IReadOnlyList<NewNotice>> OfChangeAsync(SealedEvent happened, CancellationToken cancel)
    {
        var code = After(happened.Stream, "resource/");
        if (await catalogue.FindAsync(code, cancel) is not { } described)
        {
            return [];
        }
        var people = new HashSet<string>(StringComparer.Ordinal);
        foreach (var recipient in (await holders.StandingAsync(code, cancel)).Select(g => g.RecipientId).Distinct(StringComparer.Ordinal))
        {
            people.UnionWith(await audience.AppointedAsync(recipient, Told, cancel));
        }
        var number = happened.Facts["description"];
        return [.. people.Order(StringComparer.Ordinal).Select(p => words.To(
            p, "pool.changed", urgent: false, $"/catalogue/{code}/changes?to={number}", language => [described.Description.Title.In(language), number, happened.Facts["breaking"]]))];
    }

    private async Task<IReadOnlyList<NewNotice>> OfEndAsync(SealedEvent happened, CancellationToken cancel)
    {
        if (await catalogue.FindAsync(happened.Facts.GetValueOrDefault("resource", ""), cancel) is not { } described)
        {
            return [];
        }
        var people = await audience.AppointedAsync(happened.Facts["recipient"], Told, cancel);
        return [.. people.Select(p => words.To(p, "pool.revoked", urgent: true, "/sharing/grants/" + After(happened.Stream, "grant/"), language => [described.Description.Title.In(language)]))];
    }

    private static string After(string stream, string prefix) => stream.StartsWith(prefix, StringComparison.Ordinal) ? stream[prefix.Length..] : "";
}
