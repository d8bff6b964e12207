using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Web.Wiring;

/// <summary>Has the provider decide over a request for shared data in a case of the matter "data-request". The asking department is the applicant; whoever asks for it speaks for it.</summary>
internal sealed class RequestsThroughCases(IDrafts drafts, IMatters matters, ICatalogue catalogue, IOrganisations organisations, PhraseBook book) : IRequestReviews
{
    public const string Matter = "data-request";

    private readonly Phrases _words = new(book, "zh");

    public async Task<string?> OpenAsync(Actor actor, ShareRequest request, CancellationToken cancel = default)
    {
        if (matters.Current(Matter) is null || organisations.Find(request.ProviderId) is not { Function: { } function } provider
            || organisations.Find(request.Asked.RecipientId) is not { } recipient || await catalogue.FindAsync(request.Asked.Resource, request.Description, cancel) is not { Description: var description })
        {
            return null;
        }
        var speaker = SpeakerFor(actor, recipient);
        var draft = (await drafts.MineAsync(speaker, cancel)).FirstOrDefault(d => d.MatterKey == Matter && d.Subject == request.Id) ?? await drafts.StartAsync(speaker, Matter, recipient.Id, request.Id, cancel);
        draft = await drafts.SaveAsync(speaker, draft.Id, FormOf(request, description, provider, recipient, function), cancel);
        if (draft.Faults.Count > 0)
        {
            // The matter does not know this provider: its steward decides on the page of requests.
            await drafts.DiscardAsync(speaker, draft.Id, cancel);
            return null;
        }
        return (await drafts.SubmitAsync(speaker, draft.Id, cancel)).Id;
    }

    /// <summary>The person with the department among those in whose name he may apply, for this matter.</summary>
    public static Actor SpeakerFor(Actor actor, Organisation recipient) => actor with
    {
        Parties = [new(new Party(recipient.Id, PartyKind.LegalEntity, recipient.Name.In("zh"), recipient.Id), null, null, [Matter])],
    };

    private Dictionary<string, string> FormOf(ShareRequest request, Description description, Organisation provider, Organisation recipient, string function) => new(StringComparer.Ordinal)
    {
        ["division"] = provider.Division,
        ["resource"] = description.Title.In("zh"),
        ["resource_code"] = description.Code,
        // Keys of choices have '_' where functions of offices have '-'.
        ["provider"] = function.Replace('-', '_'),
        ["items"] = string.Join("、", request.Asked.Items.Select(i => $"{description.Find(i.Key)!.Name.In("zh")}（{_words["sharing.mask." + i.Mask]}）")),
        ["rows"] = Rows(request.Asked.Rows, description),
        ["recipient"] = recipient.Name.In("zh"),
        ["purpose"] = request.Asked.Purpose,
        ["legal_basis"] = request.Asked.Basis,
        ["days"] = request.Asked.Days.ToString(CultureInfo.InvariantCulture),
        ["quota"] = request.Asked.DailyQuota.ToString(CultureInfo.InvariantCulture),
    };

    private string Rows(RowFilter? filter, Description description) => filter switch
    {
        null => _words["sharing.filter.all"],
        Every every => string.Join(_words["sharing.filter.and"], every.Parts.Select(p => Rows(p, description))),
        Some some => string.Join(_words["sharing.filter.or"], some.Parts.Select(p => Rows(p, description))),
        Where where => _words["sharing.filter." + where.Comparison, description.Find(where.Item)!.Name.In("zh"), string.Join("、", where.Values)],
        _ => "",
    };
}

/// <summary>Takes the end of a case back to its request: granted, refused, not accepted, or withdrawn. An event that comes twice changes nothing the second time.</summary>
/// <remarks>Services are asked for when an event comes, not at the start: who answers follows the log, too.</remarks>
internal sealed class RequestsFromCases(IServiceProvider services) : ILogFollower
{
    public string Name => "sharing.decisions";

    public bool Wants(string type) => type is "cases.granted" or "cases.refused" or "cases.acceptance-refused" or "cases.withdrawn";

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        var desk = services.GetRequiredService<IShareDecisions>();
        var caseId = happened.Stream["case/".Length..];
        if (await desk.OfCaseAsync(caseId, cancel) is not { } request)
        {
            return;
        }
        await desk.DecideAsync(request.Id, happened.Type == "cases.granted" ? null : await ReasonAsync(request, caseId, happened.Type, cancel), cancel);
    }

    /// <summary>The provider's words stand in the log as a commitment only; they are read from the case as the asking department sees it.</summary>
    private async Task<string> ReasonAsync(ShareRequest request, string caseId, string type, CancellationToken cancel)
    {
        var recipient = services.GetRequiredService<IOrganisations>().Find(request.Asked.RecipientId);
        var said = recipient is null ? null : (await services.GetRequiredService<ICases>().FindAsync(RequestsThroughCases.SpeakerFor(new Actor("sharing", "", [], []), recipient), caseId, cancel))?.State.RefusalReason;
        return said ?? new Phrases(services.GetRequiredService<PhraseBook>(), "zh")[type == "cases.withdrawn" ? "sharing.request.withdrawn" : "sharing.request.not-granted"];
    }
}
