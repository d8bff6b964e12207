using Zhuangjin.Scenarios.CityManagement.Places;

namespace Zhuangjin.Scenarios.CityManagement.Tickets;

/// <summary>Where a case of the street stands.</summary>
public enum TicketStage
{
    /// <summary>Reported; nobody has taken it up.</summary>
    Reported,
    Handling,

    /// <summary>Done as the department says; somebody goes and looks.</summary>
    Checking,

    /// <summary>Found good on the spot; the answer to the reporter is under way.</summary>
    Answering,
    Closed,

    /// <summary>Not taken up, with the reason.</summary>
    Refused,
    Withdrawn,

    /// <summary>The same thing as another case, and follows it.</summary>
    Joined,
}

/// <summary>What the public may know of a case, and what scores are counted from. Derived from the case alone; persons and descriptions stay in the case.</summary>
/// <param name="Id">Id of the case; of a sample its number.</param>
/// <param name="Class">Kind of the problem as the form calls it: "garbage".</param>
/// <param name="Office">Function of the department that handles it; null while none does.</param>
/// <param name="OnTime">False once a limit of handling was missed in any round.</param>
/// <param name="Rounds">How often it was handled: 1, and one more for each time a check sent it back or it was reopened.</param>
/// <param name="Reopened">How often it was reopened after it had been closed.</param>
/// <param name="Rating">1 to 5; null while nobody rated it.</param>
/// <param name="Main">Id of the case that it was joined to.</param>
/// <param name="Reason">Why it was not taken up.</param>
/// <param name="Signs">What its photo looks like (<see cref="Pictures.PictureHash"/>).</param>
/// <param name="Sample">True for the invented cases of the sample, which have no case behind them.</param>
/// <param name="Version">Number of the case's event that it was last read at.</param>
public sealed record Ticket(
    string Id, string Number, string Class, string Division, string Grid, string Place, Spot? Spot, string Urgency, TicketStage State, string? Office,
    DateTimeOffset ReportedAt, DateTimeOffset? AcceptedAt, DateTimeOffset? HandledAt, DateTimeOffset? ClosedAt, DateTimeOffset ChangedAt,
    bool OnTime, int Rounds, int Reopened, int? Rating, string? Main, string? Reason, string? Signs, bool Sample, long Version)
{
    public bool IsOpen => State is TicketStage.Reported or TicketStage.Handling or TicketStage.Checking or TicketStage.Answering;

    /// <summary>How often a check found the work wanting.</summary>
    public int Returned => Math.Max(0, Rounds - 1 - Reopened);
}
