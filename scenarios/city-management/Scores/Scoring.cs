using Zhuangjin.Scenarios.CityManagement.Tickets;

namespace Zhuangjin.Scenarios.CityManagement.Scores;

/// <summary>What a department or a grid is counted by in a month: the cases that were closed in it.</summary>
/// <param name="Key">Function of the department, or code of the grid.</param>
/// <param name="Returned">Cases that a check sent back at least once.</param>
/// <param name="Reopened">Cases that were reopened after closing.</param>
/// <param name="Rated">Cases that were rated; <paramref name="Stars"/> is the sum of their ratings.</param>
public sealed record ScoreLine(string Key, int Closed, int OnTime, int Returned, int Reopened, int Rated, int Stars)
{
    public decimal? OnTimeRate => Share(OnTime);

    public decimal? ReturnedRate => Share(Returned);

    public decimal? ReopenedRate => Share(Reopened);

    /// <summary>Mean rating as a share of the best, in per cent; null where nobody rated.</summary>
    public decimal? Satisfaction => Rated == 0 ? null : Stars * 20m / Rated;

    /// <summary>综合得分, 0 to 100; null where nothing was closed.</summary>
    public decimal? Score => Closed == 0 ? null : Scoring.Score(OnTimeRate!.Value, ReturnedRate!.Value, ReopenedRate!.Value, Satisfaction);

    private decimal? Share(int part) => Closed == 0 ? null : part * 100m / Closed;
}

/// <summary>综合评价. The formula stands on the page as it stands here; its weights are the ones shown.</summary>
internal static class Scoring
{
    public const int OnTimeWeight = 40;
    public const int ReturnedWeight = 25;
    public const int ReopenedWeight = 15;
    public const int SatisfactionWeight = 20;

    /// <summary>All in per cent. Where nobody rated, the other three weigh for it, too.</summary>
    public static decimal Score(decimal onTime, decimal returned, decimal reopened, decimal? satisfaction)
    {
        var sum = (OnTimeWeight * onTime) + (ReturnedWeight * (100 - returned)) + (ReopenedWeight * (100 - reopened));
        return satisfaction is { } rated
            ? (sum + (SatisfactionWeight * rated)) / 100
            : sum / (OnTimeWeight + ReturnedWeight + ReopenedWeight);
    }

    /// <summary>Best first; equal scores in order of cases closed, then of the key.</summary>
    public static IReadOnlyList<ScoreLine> Lines(IEnumerable<Ticket> closed, Func<Ticket, string?> by) =>
    [
        .. closed.GroupBy(by).Where(g => g.Key is not null)
            .Select(g => Line(g.Key!, g))
            .OrderByDescending(l => l.Score).ThenByDescending(l => l.Closed).ThenBy(l => l.Key, StringComparer.Ordinal),
    ];

    public static ScoreLine Line(string key, IEnumerable<Ticket> closed)
    {
        var all = closed.ToList();
        return new(key, all.Count, all.Count(t => t.OnTime), all.Count(t => t.Returned > 0), all.Count(t => t.Reopened > 0), all.Count(t => t.Rating is not null), all.Sum(t => t.Rating ?? 0));
    }

    /// <summary>Whether a case is among those behind a number.</summary>
    /// <param name="show">"late", "returned", "reopened", or all.</param>
    public static bool IsBehind(Ticket ticket, string show) => show switch
    {
        "late" => !ticket.OnTime,
        "returned" => ticket.Returned > 0,
        "reopened" => ticket.Reopened > 0,
        _ => true,
    };
}
