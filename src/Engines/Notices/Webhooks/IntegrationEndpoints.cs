using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Notices.Delivering;
using Zhuangjin.Notices.Telling;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Notices.Webhooks;

/// <summary>/admin/webhooks: which programs are told of events, what waits, and what could not be delivered.</summary>
internal static class IntegrationEndpoints
{
    private const string Address = "/admin/webhooks";

    private const int DeadShown = 100;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup(Address).ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", async (HttpContext http, CancellationToken _) =>
        {
            await AdministratorAsync(http);
            return await ShowAsync(http, [], null, null);
        });
        pages.MapPost("", (HttpContext http, CancellationToken _) => OpenAsync(http));
        pages.MapPost("/{id:length(26)}/close", (string id, HttpContext http) => DecideAsync(http, (by, cancel) => http.RequestServices.GetRequiredService<Subscriptions>().CloseAsync(by, id, cancel)));
        pages.MapPost("/deliveries/{id:length(26)}/again", (string id, HttpContext http) => DecideAsync(http, (_, cancel) => DecideAsync(http, id, again: true, cancel)));
        pages.MapPost("/deliveries/{id:length(26)}/drop", (string id, HttpContext http) => DecideAsync(http, (_, cancel) => DecideAsync(http, id, again: false, cancel)));
    }

    private static async Task<string> AdministratorAsync(HttpContext http)
    {
        var access = http.RequestServices.GetRequiredService<IAccess>();
        var actor = await access.ActorAsync(http);
        return actor.Appointments.FirstOrDefault(a => access.May(actor, Permissions.SecurityAdminister, a.OrganisationPath)) is { } post
            ? "office/" + post.OrganisationId
            : throw new DeniedException("notices.fault.no-administrator");
    }

    private static async Task<IResult> OpenAsync(HttpContext http)
    {
        var by = await AdministratorAsync(http);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        try
        {
            // The secret stands nowhere but in this one answer, so the page itself is the answer.
            var (_, secret) = await http.RequestServices.GetRequiredService<Subscriptions>().OpenAsync(by, form["name"].ToString(), form["address"].ToString(), form["types"].ToString(), http.RequestAborted);
            return await ShowAsync(http, [], null, secret);
        }
        catch (InvalidInputException refusal)
        {
            return await ShowAsync(http, refusal.Faults, form, null);
        }
    }

    private static async Task<IResult> DecideAsync(HttpContext http, Func<string, CancellationToken, Task> act)
    {
        await act(await AdministratorAsync(http), http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = Address;
        return Results.Empty;
    }

    private static async Task DecideAsync(HttpContext http, string delivery, bool again, CancellationToken cancel)
    {
        var (database, now) = (http.RequestServices.GetRequiredService<IDatabase>(), http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        if (await database.WriteAsync(s => DeliveryTable.DecideAsync(s, delivery, again, now), cancel) == 0)
        {
            throw new ConflictException("notices.fault.not-dead");
        }
        http.RequestServices.GetRequiredService<OutboxSignal>().Pulse();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IReadOnlyList<Fault> faults, IFormCollection? typed, string? secret)
    {
        var database = http.RequestServices.GetRequiredService<IDatabase>();
        var subscriptions = await http.RequestServices.GetRequiredService<Subscriptions>().AllAsync(http.RequestAborted);
        var (waiting, dead) = await database.ReadAsync(async s => (await DeliveryTable.WaitingAsync(s), await DeliveryTable.DeadAsync(s, DeadShown)), http.RequestAborted);
        return new RazorComponentResult<IntegrationPage>(new
        {
            Shown = (object)subscriptions,
            Waiting = (object)waiting,
            Dead = (object)dead,
            Names = await NamesAsync(http, subscriptions, dead),
            Typed = typed,
            Secret = secret,
            Faults = faults,
        })
        {
            StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
        };
    }

    /// <summary>Whom a delivery was meant for, by id.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> NamesAsync(HttpContext http, IReadOnlyList<Subscription> subscriptions, List<Delivery> dead)
    {
        var people = await http.RequestServices.GetRequiredService<IPeople>().NamesAsync(dead.Where(d => d.Channel != Channel.Webhook).Select(d => d.Target), http.RequestAborted);
        return subscriptions.Select(s => KeyValuePair.Create(s.Id, s.Name)).Concat(people).ToDictionary(StringComparer.Ordinal);
    }
}
