using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Web.Wiring;

/// <summary>Has departments mend their data in cases of the matter "data-mending". The big-data bureau of the place applies, and rechecks by the numbers of the next version.</summary>
internal sealed class MendingThroughCases(IDrafts drafts, ICases cases, IMatters matters, IOrganisations organisations) : IMendingCases
{
    public const string Matter = "data-mending";

    private const string Operator = "big-data";

    private const string MendItem = "mend";

    private const string RecheckItem = "recheck";

    public async Task<string?> PrepareAsync(MendingOrder order, CancellationToken cancel = default)
    {
        if (matters.Current(Matter) is null || organisations.Find(order.ProviderId) is not { Function: { } function } provider || organisations.Resolve(Operator, provider.Id) is not { } bureau)
        {
            return null;
        }
        var speaker = Speaker(bureau);
        var draft = (await drafts.MineAsync(speaker, cancel)).FirstOrDefault(d => d.MatterKey == Matter && d.Subject == order.Id) ?? await drafts.StartAsync(speaker, Matter, bureau.Id, order.Id, cancel);
        draft = await drafts.SaveAsync(speaker, draft.Id, FormOf(order, provider, function), cancel);
        if (draft.Faults.Count > 0)
        {
            // The matter does not know this department: the finding stands on the page of quality, without a case.
            await drafts.DiscardAsync(speaker, draft.Id, cancel);
            return null;
        }
        return draft.Id;
    }

    public async Task<string> OpenAsync(MendingOrder order, string draftId, CancellationToken cancel = default)
    {
        var bureau = organisations.Resolve(Operator, order.ProviderId) ?? throw new InvalidOperationException($"There is no '{Operator}' for {order.ProviderId} any more.");
        return (await drafts.SubmitAsync(Speaker(bureau), draftId, cancel)).Id;
    }

    public async Task<MendingProgress?> ProgressAsync(string caseId, CancellationToken cancel = default)
    {
        if (await StateAsync(caseId, cancel) is not { } state)
        {
            return null;
        }
        var recheck = state.Items.GetValueOrDefault(RecheckItem);
        var stage = state.Phase is not (CasePhase.Submitted or CasePhase.Reviewing) ? MendingStage.Ended : recheck is { Status: ItemStatus.Open } ? MendingStage.Recheck : MendingStage.Mending;
        return new(stage, Math.Max(state.Items.GetValueOrDefault(MendItem)?.Round ?? 1, 1), state.Number);
    }

    public async Task RecheckedAsync(string caseId, bool passed, string words, CancellationToken cancel = default) =>
        await cases.ExecuteAsync(Checker(await BureauAsync(caseId, cancel)), caseId, passed ? new AgreeItem(RecheckItem, words) : new DisagreeItem(RecheckItem, words), cancel: cancel);

    public async Task TakeBackAsync(string caseId, string words, CancellationToken cancel = default) =>
        await cases.ExecuteAsync(Speaker(await BureauAsync(caseId, cancel)), caseId, new Withdraw(words), cancel: cancel);

    private async Task<CaseState?> StateAsync(string caseId, CancellationToken cancel)
    {
        // A case is seen by its applicant; which bureau that is, the operators of each city know.
        foreach (var bureau in organisations.All.Where(o => o.Function == Operator))
        {
            if (await cases.FindAsync(Checker(bureau), caseId, cancel) is { } view)
            {
                return view.State;
            }
        }
        return null;
    }

    private async Task<Organisation> BureauAsync(string caseId, CancellationToken cancel) =>
        organisations.Find((await StateAsync(caseId, cancel))!.Applicant.Id)!;

    private static Actor Speaker(Organisation bureau) =>
        new("sharing", bureau.Name.In("zh"), [], [new(new Party(bureau.Id, PartyKind.LegalEntity, bureau.Name.In("zh"), bureau.Id), null, null, [Matter])]);

    /// <summary>The platform, which measures the next version in the bureau's name.</summary>
    private static Actor Checker(Organisation bureau) => new("quality", bureau.Name.In("zh"), [new Appointment(bureau.Id, bureau.Path, Roles.PoolOperator)], []);

    private static Dictionary<string, string> FormOf(MendingOrder order, Organisation provider, string function) => new(StringComparer.Ordinal)
    {
        ["subject_title"] = order.Title.In("zh") + "·" + order.DimensionTitle.In("zh"),
        ["division"] = provider.Division,
        ["resource"] = $"{order.Title.In("zh")}（{order.Resource}）",
        ["resource_version"] = $"{order.Resource}@{order.Version}",
        // Keys of choices have '_' where functions of offices have '-'.
        ["provider"] = function.Replace('-', '_'),
        ["dimension"] = order.Dimension,
        ["rows"] = order.Rows.ToString(CultureInfo.InvariantCulture),
        ["failed"] = order.Failed.ToString(CultureInfo.InvariantCulture),
        ["measured"] = string.Join('\n', order.Lines),
        ["samples"] = string.Join("、", order.Samples),
    };
}
