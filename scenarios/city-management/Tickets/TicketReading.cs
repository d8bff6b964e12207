using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Scenarios.CityManagement.Places;

namespace Zhuangjin.Scenarios.CityManagement.Tickets;

/// <summary>Reads the ticket out of the case. Pure: the same case gives the same ticket, so that it may be read again at any time.</summary>
internal static class TicketReading
{
    public const string Matter = "city-case";

    private static readonly string[] Work = ["handle", "handle_urgent"];

    /// <param name="happened">The event upon which it is read.</param>
    /// <param name="office">Function of an organisation by its id.</param>
    /// <param name="joined">The main case that this one was joined to; without effect until the case is refused.</param>
    /// <param name="before">What was known before; its rating and its picture's signs stay.</param>
    public static Ticket Of(CaseState state, RecordedEvent happened, Func<string, string?> office, string? joined, Ticket? before)
    {
        var work = Work.Select(state.Items.GetValueOrDefault).FirstOrDefault(i => i is not null && i.Status != ItemStatus.Skipped);
        var clocks = state.Clocks.Values.Where(c => c.Subject is { } item && Work.Contains(item)).ToList();
        var status = StateOf(state, work, joined);
        return new(
            state.Id, state.Number, Field("class"), Field("division"), Field("grid"), Field("place"), SpotOf(state), Field("urgency") is { Length: > 0 } urgency ? urgency : "usual", status,
            work is null ? null : office(work.OrganisationId), state.SubmittedAt, state.AcceptedAt, work?.Status is ItemStatus.Agreed ? work.EndedAt : null, ClosedAt(state, status),
            happened.At, clocks.TrueForAll(c => !c.Expired), work?.Round ?? 0,
            (before?.Reopened ?? 0) + (happened.Event is CaseReopened && before?.AcceptedAt is not null ? 1 : 0),
            before?.Rating, status == TicketStage.Joined ? joined : null, status is TicketStage.Refused ? state.RefusalReason : null, before?.Signs, false, happened.Sequence);

        string Field(string key) => state.Form.GetValueOrDefault(key, "");
    }

    private static TicketStage StateOf(CaseState state, ItemState? work, string? joined) => state.Phase switch
    {
        CasePhase.Submitted => TicketStage.Reported,
        CasePhase.Reviewing => work is { Status: ItemStatus.Agreed or ItemStatus.Deemed } ? TicketStage.Checking : TicketStage.Handling,
        CasePhase.Granted or CasePhase.Issued => TicketStage.Answering,
        CasePhase.Delivered or CasePhase.Closed => TicketStage.Closed,
        CasePhase.Refused or CasePhase.Revoked => joined is null ? TicketStage.Refused : TicketStage.Joined,
        CasePhase.Withdrawn => TicketStage.Withdrawn,
        _ => throw new InvalidOperationException($"A case of the street is in no phase '{state.Phase}'."),
    };

    private static DateTimeOffset? ClosedAt(CaseState state, TicketStage status) => status is TicketStage.Closed ? state.DeliveredAt ?? state.EndedAt : null;

    private static Spot? SpotOf(CaseState state) => Degrees(state, "longitude") is { } longitude && Degrees(state, "latitude") is { } latitude ? new Spot(longitude, latitude) : null;

    private static double? Degrees(CaseState state, string field) =>
        state.Form.TryGetValue(field, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
