using System.Diagnostics;

namespace Zhuangjin.Bench.Measuring;

/// <summary>One way to do a piece of work, done by a number of callers at once.</summary>
/// <param name="DoAsync">Does the work once; gets the caller's number.</param>
public sealed record Contestant(string Name, int Callers, Func<int, Task> DoAsync)
{
    /// <summary>How many pieces one call does.</summary>
    public int Each { get; init; } = 1;

    /// <summary>The contestant that this one is held against.</summary>
    public Contestant? Limit { get; init; }
}

/// <summary>What a contestant reached: medians over its rounds.</summary>
public sealed record Score(Contestant Contestant, double PerSecond, TimeSpan Median, TimeSpan Slowest1Percent)
{
    /// <summary>Prints a table, with each contestant's share of its limit.</summary>
    public static void Print(IReadOnlyList<Score> scores, string unit)
    {
        Console.WriteLine($"{"",-28}{"callers",8}{unit,16}{"of the limit",14}{"p50 ms",9}{"p99 ms",9}");
        foreach (var (contestant, perSecond, median, slowest) in scores)
        {
            var limit = scores.FirstOrDefault(s => s.Contestant == contestant.Limit);
            var share = limit is null ? "" : $"{perSecond / limit.PerSecond:P0}";
            Console.WriteLine($"{contestant.Name,-28}{contestant.Callers,8}{perSecond,16:#,0}{share,14}{median.TotalMilliseconds,9:0.00}{slowest.TotalMilliseconds,9:0.00}");
        }
    }
}

/// <summary>Lets contestants take turns, round after round, so that a slow minute of the machine hits all of them alike.</summary>
public static class Contest
{
    public static async Task<IReadOnlyList<Score>> RunAsync(IReadOnlyList<Contestant> contestants, int rounds, TimeSpan each)
    {
        var measured = contestants.ToDictionary(c => c, _ => new List<(double PerSecond, List<TimeSpan> Took)>());
        foreach (var contestant in contestants)
        {
            await RoundAsync(contestant, each / 2);
        }
        for (var round = 0; round < rounds; round++)
        {
            foreach (var contestant in contestants)
            {
                measured[contestant].Add(await RoundAsync(contestant, each));
            }
        }
        return [.. contestants.Select(c => new Score(
            c,
            Middle(measured[c].Select(r => r.PerSecond)),
            Middle(measured[c].Select(r => At(r.Took, 0.5))),
            Middle(measured[c].Select(r => At(r.Took, 0.99)))))];
    }

    private static async Task<(double PerSecond, List<TimeSpan> Took)> RoundAsync(Contestant contestant, TimeSpan each)
    {
        var start = Stopwatch.GetTimestamp();
        var took = await Task.WhenAll(Enumerable.Range(0, contestant.Callers).Select(caller => Task.Run(async () =>
        {
            var times = new List<TimeSpan>();
            while (Stopwatch.GetElapsedTime(start) < each)
            {
                var began = Stopwatch.GetTimestamp();
                await contestant.DoAsync(caller);
                times.Add(Stopwatch.GetElapsedTime(began));
            }
            return times;
        })));
        var elapsed = Stopwatch.GetElapsedTime(start);
        var all = took.SelectMany(t => t).Order().ToList();
        return (all.Count * contestant.Each / elapsed.TotalSeconds, all);
    }

    private static TimeSpan At(List<TimeSpan> ordered, double share) => ordered.Count == 0 ? TimeSpan.Zero : ordered[(int)((ordered.Count - 1) * share)];

    private static T Middle<T>(IEnumerable<T> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }
}
