using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.CityManagement.Duplicates;
using Zhuangjin.Scenarios.CityManagement.Pictures;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Tickets;

/// <summary>Keeps tickets in step with their cases, and finds them.</summary>
internal sealed class TicketKeeper(IDatabase database, ICaseOccurrences cases, IOrganisations organisations, IFileStore files)
{
    private const string Photo = "photo";

    /// <summary>Reads the ticket at an event of its case; of an event that it knows already it takes nothing.</summary>
    public async Task<Ticket?> FollowAsync(string caseId, long sequence, CancellationToken cancel = default)
    {
        var before = await FindAsync("id", caseId, cancel);
        if (before is not null && before.Version >= sequence)
        {
            return before;
        }
        if (await cases.ReadAsync(caseId, sequence, cancel) is not { } occurrence || occurrence.State.MatterKey != TicketReading.Matter)
        {
            return null;
        }
        var joined = await database.ReadAsync(session => JoinTable.MainOfAsync(session, caseId), cancel);
        var ticket = TicketReading.Of(occurrence.State, occurrence.Happened, id => organisations.Find(id)?.Function, joined, before);
        if (ticket.Signs is null && occurrence.State.Materials.GetValueOrDefault(Photo)?.FileSha256 is { } digest)
        {
            ticket = ticket with { Signs = (await HashAsync(digest, cancel))?.ToText() };
        }
        await database.WriteAsync(async session =>
        {
            await TicketTable.PutAsync(session, ticket);
            return 0;
        }, cancel);
        return ticket;
    }

    public async Task<Ticket?> FindAsync(string by, string value, CancellationToken cancel = default) => await database.ReadAsync(session => TicketTable.FindAsync(session, by, value), cancel);

    public async Task<List<Ticket>> ListAsync(TicketQuery query, CancellationToken cancel = default) => await database.ReadAsync(session => TicketTable.ListAsync(session, query), cancel);

    private async Task<PictureHash?> HashAsync(string digest, CancellationToken cancel)
    {
        await using var stream = await files.OpenAsync(digest, cancel);
        if (stream is null)
        {
            return null;
        }
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancel);
        return PhotoReader.Hash(bytes.ToArray());
    }
}
