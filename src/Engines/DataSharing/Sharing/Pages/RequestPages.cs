using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Pages;

/// <summary>/sharing/request: asks for a resource's items, for a purpose.</summary>
internal static class RequestPages
{
    /// <summary>Conditions on rows that the form offers; the API takes whole trees.</summary>
    public const int Conditions = 2;

    private const int DefaultDays = 365;

    private const int DefaultQuota = 1000;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/sharing/request").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", ShowAsync);
        pages.MapPost("", AskAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IAccess access, ICatalogue catalogue, IOrganisations organisations, IDatabase database, string? resource, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        SharingPages.Require(actor, access);
        if (string.IsNullOrEmpty(resource) || await catalogue.FindAsync(resource, cancel) is not { } described)
        {
            var all = await database.ReadAsync(s => s.QueryAsync("select code, title from sharing_resource where withdrawn_at is null order by title, code limit 2000", r => (r.GetString(0), r.GetString(1))), cancel);
            return new RazorComponentResult<ChooseResourcePage>(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(ChooseResourcePage.Resources)] = all });
        }
        var typed = new RequestPage.Typed("", "", "", $"{DefaultDays}", $"{DefaultQuota}", ImmutableDictionary<string, Mask>.Empty, [.. Enumerable.Repeat(new RequestPage.Condition("", "", ""), Conditions)]);
        return Page(actor, access, organisations, described.Description, typed, []);
    }

    private static async Task<IResult> AskAsync(HttpContext http, IAccess access, ICatalogue catalogue, IOrganisations organisations, ISharingDesk desk, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var form = await http.Request.ReadFormAsync(cancel);
        var code = form["resource"].ToString();
        var described = await catalogue.FindAsync(code, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", code);
        var items = described.Description.Items.Where(i => form["item." + i.Key] == "true")
            .ToImmutableDictionary(i => i.Key, i => Enum.TryParse<Mask>(form["mask." + i.Key].ToString(), out var mask) ? mask : Mask.None, StringComparer.Ordinal);
        var conditions = Enumerable.Range(0, Conditions).Select(n => new RequestPage.Condition(form[$"where{n}.item"].ToString(), form[$"where{n}.comparison"].ToString(), form[$"where{n}.values"].ToString())).ToImmutableArray();
        RequestPage.Typed typed = new(form["recipient"].ToString(), form["purpose"].ToString(), form["basis"].ToString(), form["days"].ToString(), form["quota"].ToString(), items, conditions);
        try
        {
            var asked = await desk.AskAsync(actor, new(code, typed.Recipient, typed.Purpose.Trim(), typed.Basis.Trim(), [.. described.Description.Items.Where(i => items.ContainsKey(i.Key)).Select(i => new GrantedItem(i.Key, items[i.Key]))],
                Rows(conditions), Number(typed.Days), Number(typed.Quota)), cancel);
            return Results.Redirect($"/sharing?tab=requests&asked={asked.Id}", preserveMethod: false);
        }
        catch (InvalidInputException refused)
        {
            return Page(actor, access, organisations, described.Description, typed, refused.Faults);
        }
    }

    private static Every? Rows(ImmutableArray<RequestPage.Condition> conditions)
    {
        ImmutableArray<RowFilter> parts =
        [
            .. conditions.Where(c => c.Item.Length > 0).Select(c => new Where(c.Item, Enum.TryParse<Comparison>(c.Comparison, out var comparison) ? comparison : Comparison.In,
                [.. c.Values.Split([',', '，', '、', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)])),
        ];
        return parts.IsEmpty ? null : new(parts);
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static RazorComponentResult<RequestPage> Page(Actor actor, IAccess access, IOrganisations organisations, Description description, RequestPage.Typed typed, IReadOnlyList<Fault> faults)
    {
        var recipients = actor.Appointments.Where(a => access.May(actor, Permissions.SharingUse, a.OrganisationPath)).Select(a => a.OrganisationId).Distinct(StringComparer.Ordinal).Select(id => (id, SharingPages.NameOf(organisations, id))).ToList();
        return new(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(RequestPage.Description)] = description,
            [nameof(RequestPage.Provider)] = SharingPages.NameOf(organisations, description.ProviderId),
            [nameof(RequestPage.Recipients)] = recipients,
            [nameof(RequestPage.Input)] = typed.Recipient.Length == 0 && recipients.Count > 0 ? typed with { Recipient = recipients[0].id } : typed,
            [nameof(RequestPage.Faults)] = faults,
        })
        { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };
    }
}
