using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Scenarios.CityManagement.Tickets;
using Zhuangjin.Ui.Texts;
using NewNotice = Zhuangjin.Notices.Contracts.NewNotice;

namespace Zhuangjin.Scenarios.CityManagement.Duplicates;

/// <summary>Tells those who follow a case what its own reporter is told by the platform: taken up, done and looked at, closed, reopened, or not taken up. The reporters of
/// joined cases follow the main one, so they are told the same.</summary>
internal sealed class FollowerNotices(IServiceProvider services, PhraseBook book) : INoticeSource
{
    private const string CasePrefix = "case/";

    private static readonly Dictionary<string, string> Told = new(StringComparer.Ordinal)
    {
        ["cases.accepted"] = "accepted",
        ["cases.acceptance-refused"] = "refused",
        ["cases.result-ready"] = "checked",
        ["cases.delivered"] = "closed",
        ["cases.case-reopened"] = "reopened",
        ["cases.withdrawn"] = "withdrawn",
    };

    public bool Wants(string type) => Told.ContainsKey(type);

    public async Task<IReadOnlyList<NewNotice>> AboutAsync(SealedEvent happened, CancellationToken cancel = default)
    {
        if (!happened.Stream.StartsWith(CasePrefix, StringComparison.Ordinal))
        {
            return [];
        }
        var caseId = happened.Stream[CasePrefix.Length..];
        var people = await services.GetRequiredService<Followers>().OfAsync(caseId, cancel);
        if (people.Count == 0 || await services.GetRequiredService<ICaseOccurrences>().ReadAsync(caseId, happened.Sequence, cancel) is not { } occurrence)
        {
            return [];
        }
        var words = services.GetRequiredService<CityWords>();
        var key = "city.notice." + Told[happened.Type];
        LocalText Say(string part) => new(book.Languages.Select(language => KeyValuePair.Create(
            language, book.Say(language, $"{key}.{part}", [occurrence.Subject, words.Kind(occurrence.State.Form.GetValueOrDefault("class", "")).In(language), occurrence.State.Number]))));
        return [.. people.Where(p => p != occurrence.Happened.ActorId).Select(p => new NewNotice(p, Say("title"), Say("body"), "/city/tickets/" + occurrence.State.Number))];
    }
}
