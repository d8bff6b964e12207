using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Tickets;

/// <summary>Follows the log: a ticket is read anew upon each event of its case.</summary>
/// <remarks>The keeper is asked for when an event comes, not at the start: those who answer it follow the log, too.</remarks>
internal sealed class TicketFollower(IServiceProvider services) : ILogFollower
{
    private const string CasePrefix = "case/";
    private const string Begun = "cases.submitted";

    public string Name => "city.tickets";

    public bool Wants(string type) => type.StartsWith("cases.", StringComparison.Ordinal) && !type.StartsWith("cases.clock-", StringComparison.Ordinal);

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        if (!happened.Stream.StartsWith(CasePrefix, StringComparison.Ordinal) || (happened.Type == Begun && happened.Facts.GetValueOrDefault("matter") != TicketReading.Matter))
        {
            return;
        }
        var keeper = services.GetRequiredService<TicketKeeper>();
        var caseId = happened.Stream[CasePrefix.Length..];
        // Of the many cases of other matters nothing but this one look-up is needed.
        if (happened.Type == Begun || await keeper.FindAsync("id", caseId, cancel) is not null)
        {
            await keeper.FollowAsync(caseId, happened.Sequence, cancel);
        }
    }
}
