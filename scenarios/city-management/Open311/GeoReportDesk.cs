using System.Globalization;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.CityManagement.Places;
using Zhuangjin.Scenarios.CityManagement.Reporting;
using Zhuangjin.Scenarios.CityManagement.Tickets;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Scenarios.CityManagement.Open311;

/// <summary>Answers the six questions of GeoReport v2. It tells what the pages tell everybody, and takes reports as the form does; descriptions, photos and people stay inside.</summary>
internal sealed class GeoReportDesk(TicketKeeper keeper, CityWords words, KeyRing keys, PassedOn passedOn, Phrases t, TimeProvider time)
{
    private const string Grid = "grid";

    /// <exception cref="GeoReportException">It names another place than this one.</exception>
    public void DemandJurisdiction(string? jurisdiction)
    {
        if (jurisdiction is { Length: > 0 } && jurisdiction != District.Division && jurisdiction != words.Command()?.Division)
        {
            throw new GeoReportException(404, "jurisdiction_id was not found");
        }
    }

    public Task<GeoList> ServicesAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(new GeoList("services", "service", [.. words.Kinds().Select(k => new GeoThing(
        [
            ("service_code", k.Key), ("service_name", t[k.Label]), ("description", t[k.Label]), ("metadata", true), ("type", "realtime"), ("keywords", k.Group), ("group", k.Group),
        ]))]));
    }

    public Task<GeoList> DefinitionAsync(string code, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (!words.Kinds().Any(k => k.Key == code))
        {
            throw new GeoReportException(404, "service_code was not found");
        }
        var grids = new GeoList("values", "value", [.. District.Grids.Select(g => new GeoThing([("key", g), ("name", g)]))]);
        var attribute = new GeoThing(
        [
            ("variable", true), ("code", Grid), ("datatype", "singlevaluelist"), ("required", false), ("datatype_description", t["city.open311.grid-note"]), ("order", 1), ("description", t["city.grid"]), ("values", grids),
        ]);
        return Task.FromResult(new GeoList("service_definition", "", [new([("service_code", code), ("attributes", new GeoList("attributes", "attribute", [attribute]))])]));
    }

    public async Task<GeoList> RequestsAsync(Func<string, string?> word, CancellationToken cancel)
    {
        var filter = RequestFilter.Read(word, time.GetUtcNow());
        var found = new List<Ticket>();
        foreach (var number in filter.Numbers)
        {
            if (await keeper.FindAsync("number", number, cancel) is { } ticket)
            {
                found.Add(ticket);
            }
        }
        if (filter.Numbers.Count == 0)
        {
            foreach (var code in filter.Codes.Count == 0 ? (IReadOnlyList<string?>)[null] : filter.Codes)
            {
                found.AddRange(await keeper.ListAsync(filter.Query with { Class = code }, cancel));
            }
        }
        return Requests(found.OrderByDescending(f => f.ReportedAt).Take(filter.Numbers.Count > 0 ? found.Count : filter.Query.Most));
    }

    public async Task<GeoList> RequestAsync(string number, CancellationToken cancel) =>
        await keeper.FindAsync("number", number, cancel) is { } ticket ? Requests([ticket]) : throw new GeoReportException(404, "service_request_id was not found");

    /// <summary>Numbers are given at once, so a token only leads back to its number.</summary>
    public async Task<GeoList> TokenAsync(string token, CancellationToken cancel) =>
        await keeper.FindAsync("id", token, cancel) is { Sample: false } ticket
            ? new("service_requests", "request", [new([("service_request_id", ticket.Number), ("token", ticket.Id)])])
            : throw new GeoReportException(404, "token was not found");

    public async Task<GeoList> ReportAsync(Func<string, string?> word, CancellationToken cancel)
    {
        if (word("api_key") is not { Length: > 0 } key || await keys.ActorAsync(key, cancel) is not { } actor)
        {
            throw new GeoReportException(403, "Missing or invalid api_key");
        }
        if (word("service_code") is not { Length: > 0 } code)
        {
            throw new GeoReportException(400, "service_code was not provided");
        }
        if (!words.Kinds().Any(k => k.Key == code))
        {
            throw new GeoReportException(404, "service_code was not found");
        }
        var spot = SpotOf(word("lat"), word("long"));
        var address = word("address_string") ?? word("address_id") ?? "";
        if (spot is null && address.Trim().Length == 0)
        {
            throw new GeoReportException(400, "lat and long, or address_string, must be provided");
        }
        var grid = word($"attribute[{Grid}]") is { Length: > 0 } chosen ? chosen : spot is { } at ? District.GridOf(at) : null;
        if (grid is null || District.CellOf(grid) is null)
        {
            throw new GeoReportException(400, spot is null ? $"attribute[{Grid}] must be provided where lat and long are not" : "the place lies outside of this jurisdiction");
        }
        var ticket = await passedOn.SendAsync(actor, code, address, spot, grid, word, cancel);
        return new("service_requests", "request", [new([("service_request_id", ticket.Number), ("token", ticket.Id), ("service_notice", t["city.open311.notice"]), ("account_id", null)])]);
    }

    private GeoList Requests(IEnumerable<Ticket> tickets) => new("service_requests", "request", [.. tickets.Select(ticket => new GeoThing(
    [
        ("service_request_id", ticket.Number),
        ("status", ticket.IsOpen ? "open" : "closed"),
        ("status_notes", t["city.state." + ticket.State.ToString().ToLowerInvariant()] + (ticket.Reason is { } reason ? "：" + reason : "")),
        ("service_name", t[words.Kind(ticket.Class)]),
        ("service_code", ticket.Class),
        ("description", null),
        ("agency_responsible", ticket.Office is null ? null : t[words.Office(ticket.Office)]),
        ("service_notice", null),
        ("requested_datetime", GeoReport.Instant(ticket.ReportedAt.ToChina())),
        ("updated_datetime", GeoReport.Instant(ticket.ChangedAt.ToChina())),
        ("expected_datetime", null),
        ("address", ticket.Place),
        ("address_id", ticket.Grid),
        ("zipcode", null),
        ("lat", ticket.Spot?.Latitude),
        ("long", ticket.Spot?.Longitude),
        ("media_url", null),
    ]))]);

    private static Spot? SpotOf(string? latitude, string? longitude)
    {
        if (latitude is not { Length: > 0 } && longitude is not { Length: > 0 })
        {
            return null;
        }
        return Degrees(latitude, 90) is { } north && Degrees(longitude, 180) is { } east ? new Spot(east, north) : throw new GeoReportException(400, "lat and long are decimal degrees (WGS 84), and go together");
    }

    private static double? Degrees(string? text, double most) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= most ? value : null;
}
