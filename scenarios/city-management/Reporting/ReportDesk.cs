using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Scenarios.CityManagement.Duplicates;
using Zhuangjin.Scenarios.CityManagement.Pictures;
using Zhuangjin.Scenarios.CityManagement.Places;
using Zhuangjin.Scenarios.CityManagement.Tickets;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Reporting;

/// <summary>A photo as it came in.</summary>
internal sealed record TakenPhoto(string FileName, byte[] Bytes);

/// <summary>A report as it is written: a draft of the engine, so that nothing is lost between two steps, and what is probably the same.</summary>
internal sealed record WrittenReport(Draft Draft, IReadOnlyList<Fault> Faults, IReadOnlyList<Duplicate> Duplicates);

/// <summary>Takes reports: with the place from the phone, from the photo or typed, and with what others have reported already.</summary>
internal sealed class ReportDesk(IDrafts drafts, IFileStore files, TicketKeeper keeper, Followers followers, CityWords words)
{
    private const string Photo = "photo";

    /// <summary>Keeps what was typed and brought, and looks for what is probably the same.</summary>
    /// <param name="draftId">The report that is written on; null for a new one.</param>
    /// <param name="typed">Values by field, empty ones left out.</param>
    public async Task<WrittenReport> WriteAsync(Actor actor, string? draftId, IReadOnlyDictionary<string, string> typed, TakenPhoto? photo, CancellationToken cancel = default)
    {
        var draft = draftId is null ? null : await drafts.FindAsync(actor, draftId, cancel);
        if (draft is null or { CaseId: not null })
        {
            draft = await drafts.StartAsync(actor, TicketReading.Matter, PartyOf(actor), null, cancel);
        }
        var faults = new List<Fault>();
        if (photo is not null)
        {
            try
            {
                using var content = new MemoryStream(photo.Bytes, writable: false);
                draft = await drafts.AttachAsync(actor, draft.Id, Photo, photo.FileName, content, cancel);
            }
            catch (InvalidInputException refused)
            {
                faults.AddRange(refused.Faults);
            }
        }
        var values = new Dictionary<string, string>(typed, StringComparer.Ordinal) { ["origin"] = "site" };
        if (words.Command() is { } command)
        {
            values["division"] = command.Division;
        }
        Locate(values, photo);
        draft = await drafts.SaveAsync(actor, draft.Id, values, cancel);
        faults.AddRange(draft.Faults.Where(f => !faults.Exists(known => known.Field == f.Field)));
        return new(draft, faults, faults.Count > 0 ? [] : await DuplicatesAsync(draft, cancel));
    }

    public async Task<WrittenReport?> FindAsync(Actor actor, string draftId, CancellationToken cancel = default) =>
        await drafts.FindAsync(actor, draftId, cancel) is { CaseId: null } draft && draft.MatterKey == TicketReading.Matter ? new(draft, draft.Faults, draft.Faults.Count > 0 ? [] : await DuplicatesAsync(draft, cancel)) : null;

    /// <summary>Sends it in; the ticket is there when this returns.</summary>
    public async Task<Ticket> SendAsync(Actor actor, string draftId, CancellationToken cancel = default)
    {
        var state = await drafts.SubmitAsync(actor, draftId, cancel);
        return await keeper.FollowAsync(state.Id, 1, cancel) ?? throw new InvalidOperationException($"The case {state.Id} has no ticket.");
    }

    /// <summary>It is the same as another: that one is followed, and this report is not sent.</summary>
    public async Task<Ticket> JoinAsync(Actor actor, string draftId, string number, CancellationToken cancel = default)
    {
        var ticket = await keeper.FindAsync("number", number, cancel) ?? throw new NotFoundException("city.fault.no-ticket");
        var draft = await drafts.FindAsync(actor, draftId, cancel) ?? throw new NotFoundException("city.fault.no-report");
        await followers.FollowAsync(actor, ticket, draft.Form.GetValueOrDefault("description", ""), cancel);
        await drafts.DiscardAsync(actor, draft.Id, cancel);
        return ticket;
    }

    private async Task<IReadOnlyList<Duplicate>> DuplicatesAsync(Draft draft, CancellationToken cancel)
    {
        var open = await keeper.ListAsync(new(Open: true), cancel);
        return Likeness.Find(open, draft.Form.GetValueOrDefault("class", ""), draft.Form.GetValueOrDefault("grid", ""), SpotOf(draft.Form), await HashAsync(draft, cancel));
    }

    private async Task<PictureHash?> HashAsync(Draft draft, CancellationToken cancel)
    {
        if (draft.Materials.GetValueOrDefault(Photo)?.FileSha256 is not { } digest || await files.OpenAsync(digest, cancel) is not { } stream)
        {
            return null;
        }
        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancel);
            return PhotoReader.Hash(bytes.ToArray());
        }
    }

    /// <summary>What the photo knows of the place is used where nothing was typed; the grid follows from the coordinates.</summary>
    private static void Locate(Dictionary<string, string> values, TakenPhoto? photo)
    {
        if (!values.ContainsKey("longitude") && !values.ContainsKey("latitude") && photo is not null && PhotoReader.Place(photo.Bytes) is { } place)
        {
            values["longitude"] = Text(place.Longitude);
            values["latitude"] = Text(place.Latitude);
        }
        if (!values.ContainsKey("grid") && SpotOf(values) is { } spot && District.GridOf(spot) is { } grid)
        {
            values["grid"] = grid;
        }
    }

    private static Spot? SpotOf(IReadOnlyDictionary<string, string> values) => Degrees("longitude", values) is { } longitude && Degrees("latitude", values) is { } latitude ? new Spot(longitude, latitude) : null;

    private static double? Degrees(string field, IReadOnlyDictionary<string, string> values) =>
        values.TryGetValue(field, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) ? degrees : null;

    private static string Text(double degrees) => degrees.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Everybody reports for himself; an account of an office alone reports nothing.</summary>
    public static string PartyOf(Actor actor) =>
        (actor.Parties.FirstOrDefault(p => p.MandateId is null && p.Party.Kind == PartyKind.Person) ?? actor.Parties.FirstOrDefault(p => p.MandateId is null))?.Party.Id ?? throw new DeniedException("city.fault.no-party");
}
