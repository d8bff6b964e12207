using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Following;

/// <summary>What the issuing engine needs to make the certificate of a granted case.</summary>
internal sealed class IssueOrders(IDatabase database, MatterLibrary matters, IOrganisations organisations) : IIssueOrders
{
    public async Task<IssueOrder?> ReadAsync(string caseId, CancellationToken cancel = default)
    {
        var (state, events) = await database.ReadAsync(async session => (await CaseTable.ReadAsync(session, caseId), await CaseTable.EventsAsync(session, caseId)), cancel);
        if (state is null || events.LastOrDefault(e => e.Event is IssueOrdered) is not { } ordered)
        {
            return null;
        }
        var matter = matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash);
        if (matter.Issue is not { } rule)
        {
            return null;
        }
        var home = organisations.Find(state.HomeOrganisationId);
        var issuer = (rule.OfficeOf is { } item && state.Items.TryGetValue(item, out var decided) ? organisations.Find(decided.OrganisationId) : organisations.Resolve(rule.Office, state.HomeOrganisationId))
            ?? throw new InvalidOperationException($"No organisation does '{rule.Office}' for {home?.Name}: the certificate of case {state.Number} has no issuer. Add the organisation; the order is tried again.");
        return new(
            state.Id,
            state.Number,
            Filled(rule, matter, state),
            state.Applicant,
            issuer.Id,
            home?.Division ?? issuer.Division,
            ordered.At.ChinaDate(),
            [.. rule.Fields.Where(state.Form.ContainsKey).Select(key => Print(matter.Form.First(f => f.Key == key), state.Form[key]))]);
    }

    /// <summary>The rule with what the form decides of it.</summary>
    private static IssueRule Filled(IssueRule rule, Matter matter, CaseState state) => rule with
    {
        Title = rule.TitleOf is { } title && state.Form.TryGetValue(title, out var chosen) ? matter.Form.First(f => f.Key == title).Choices.FirstOrDefault(c => c.Key == chosen)?.Label ?? rule.Title : rule.Title,
        ValidFor = rule.ValidForOf is { } years ? state.Form.GetValueOrDefault(years) is { Length: > 0 } length and not "0" ? length + "y" : null : rule.ValidFor,
    };

    /// <summary>As a person reads it on the certificate: places and choices by their names, numbers with their unit in the label. Numbers, dates and texts stay
    /// canonical, for later forms are prefilled from them.</summary>
    private static PrintedField Print(Field field, string value) => new(
        field.Key,
        field.Unit is { } unit ? new LocalText(field.Label.Values.Select(l => KeyValuePair.Create(l.Key, l.Key == "zh" ? $"{l.Value}（{unit}）" : $"{l.Value} ({unit})"))) : field.Label,
        field.Type switch
        {
            FieldType.Division => Division.Find(value)?.FullName ?? value,
            FieldType.Choice => field.Choices.FirstOrDefault(c => c.Key == value)?.Label.In("zh") ?? value,
            FieldType.Flag => value == "true" ? "是" : "否",
            _ => value,
        });
}
