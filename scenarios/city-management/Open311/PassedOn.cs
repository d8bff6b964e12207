using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Scenarios.CityManagement.Places;
using Zhuangjin.Scenarios.CityManagement.Reporting;
using Zhuangjin.Scenarios.CityManagement.Tickets;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Open311;

/// <summary>Reports that a hotline or another platform passes on: without a photo, for the command centre goes and looks. Addresses of pictures are kept as words and never fetched.</summary>
internal sealed class PassedOn(IDrafts drafts, TicketKeeper keeper, CityWords words)
{
    private const int LongestPlace = 120;
    private const int LongestDescription = 500;

    /// <summary>Who called and how to call back, as the standard names it; it goes into the case, which only those at work see.</summary>
    private static readonly string[] Caller = ["first_name", "last_name", "phone", "email", "media_url"];

    public async Task<Ticket> SendAsync(Actor actor, string kind, string address, Spot? spot, string grid, Func<string, string?> word, CancellationToken cancel = default)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["class"] = kind,
            ["division"] = words.Command()?.Division ?? District.Division,
            ["grid"] = grid,
            ["place"] = Short(address.Trim() is { Length: > 0 } said ? said : Text(spot!.Value), LongestPlace),
            ["origin"] = "passed_on",
        };
        if (spot is { } at)
        {
            (values["longitude"], values["latitude"]) = (Text(at.Longitude), Text(at.Latitude));
        }
        var told = string.Join("；", new[] { word("description") }.Concat(Caller.Select(c => word(c) is { Length: > 0 } v ? $"{c}: {v}" : null)).Where(v => v is { Length: > 0 }));
        if (told.Length > 0)
        {
            values["description"] = Short(told, LongestDescription);
        }
        var draft = await drafts.StartAsync(actor, TicketReading.Matter, ReportDesk.PartyOf(actor), null, cancel);
        draft = await drafts.SaveAsync(actor, draft.Id, values, cancel);
        if (draft.Faults.Count > 0)
        {
            var faults = draft.Faults;
            await drafts.DiscardAsync(actor, draft.Id, cancel);
            throw new InvalidInputException(faults);
        }
        var state = await drafts.SubmitAsync(actor, draft.Id, cancel);
        return await keeper.FollowAsync(state.Id, 1, cancel) ?? throw new InvalidOperationException($"The case {state.Id} has no ticket.");
    }

    private static string Short(string text, int most) => text.Length <= most ? text : text[..most];

    private static string Text(double degrees) => degrees.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Text(Spot spot) => $"{Text(spot.Longitude)}, {Text(spot.Latitude)}";
}
