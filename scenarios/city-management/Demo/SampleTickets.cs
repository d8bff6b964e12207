using System.Globalization;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.CityManagement.Places;
using Zhuangjin.Scenarios.CityManagement.Tickets;

namespace Zhuangjin.Scenarios.CityManagement.Demo;

/// <summary>A sample of the source's size: 7,372 cases of one year, all closed (结案率 100%). Invented by a fixed seed, the same at each start, and put straight into the table of
/// tickets: there is no case and no log behind them, and pages say so.</summary>
internal static class SampleTickets
{
    public const int All = 7_372;

    private const int Seed = 1218;
    private static readonly DateOnly First = new(2021, 8, 2);
    private const int Days = 375;

    /// <summary>Kind, its weight, department, urgency.</summary>
    private static readonly (string Class, int Weight, string Office, string Urgency)[] Kinds =
    [
        ("shop_outside", 19, "enforcement", "usual"), ("street_stall", 17, "enforcement", "usual"), ("parking", 14, "enforcement", "usual"), ("garbage", 18, "sanitation", "usual"),
        ("rubble", 6, "sanitation", "usual"), ("road", 6, "municipal", "usual"), ("light", 5, "municipal", "usual"), ("manhole", 1, "municipal", "urgent"), ("tree", 1, "municipal", "urgent"),
        ("advert", 9, "enforcement", "usual"), ("sign", 3, "enforcement", "usual"), ("sign_falling", 1, "enforcement", "urgent"),
    ];

    private static readonly Dictionary<string, (double Late, double Returned)> Habits = new(StringComparer.Ordinal)
    {
        ["enforcement"] = (0.045, 0.05),
        ["sanitation"] = (0.03, 0.07),
        ["municipal"] = (0.08, 0.09),
    };

    private static readonly string[] Streets = ["示例大道", "示例中路", "示例南路", "示例北街", "示例东街", "示例市场路", "示例河堤路", "示例学前路"];

    public static async Task PutAsync(IDatabase database, CancellationToken cancel = default)
    {
        var samples = Make();
        await database.WriteAsync(async session =>
        {
            await TicketTable.InsertSamplesAsync(session, samples);
            return 0;
        }, cancel);
    }

    public static IReadOnlyList<Ticket> Make()
    {
        var chance = new Random(Seed);
        var grids = District.Grids.Select(g => (Grid: g, Weight: WeightOf(g))).Where(g => g.Weight > 0).ToList();
        var tickets = new List<Ticket>(All);
        for (var i = 0; i < All; i++)
        {
            var kind = Pick(chance, Kinds, k => k.Weight);
            var grid = Pick(chance, grids, g => g.Weight).Grid;
            var (column, row) = District.CellOf(grid)!.Value;
            var spot = new Spot(
                District.West + ((column + (chance.NextDouble() * 0.96) + 0.02) * District.Cell),
                District.North - ((row + (chance.NextDouble() * 0.96) + 0.02) * District.Cell));
            var reported = ChinaTime.At(First.AddDays((int)((long)i * Days / All)), new(7, 30)).AddMinutes(chance.Next(0, 690));
            var accepted = reported.AddMinutes(chance.Next(4, 110));
            var late = chance.NextDouble() < Habits[kind.Office].Late;
            var returned = chance.NextDouble() < Habits[kind.Office].Returned ? 1 : 0;
            var reopened = chance.NextDouble() < 0.008 ? 1 : 0;
            var hours = kind.Urgency == "urgent" ? chance.Next(1, 4) : chance.Next(2, 30);
            var handled = accepted.AddHours(late ? hours + 60 : hours).AddHours(20 * returned);
            var closed = handled.AddMinutes(chance.Next(35, 600));
            int? rating = chance.NextDouble() < 0.38 ? RatingOf(chance, late, returned) : null;
            tickets.Add(new(
                $"sample-{i + 1:D4}", string.Create(CultureInfo.InvariantCulture, $"450721-{reported.ToChina():yyyyMMdd}-S{i + 1:D4}"), kind.Class, District.Division, grid,
                string.Create(CultureInfo.InvariantCulture, $"{(row % 2 == 0 ? "灵城街道" : "三海街道")}{Streets[chance.Next(Streets.Length)]}{chance.Next(1, 240)}号"), spot, kind.Urgency, TicketStage.Closed, kind.Office,
                reported, accepted, handled, closed, closed, !late, 1 + returned + reopened, reopened, rating, null, null, null, true, 0));
        }
        return tickets;
    }

    /// <summary>More happens in the middle; a grid that lies outside of the outline has none.</summary>
    private static int WeightOf(string grid)
    {
        var (column, row) = District.CellOf(grid)!.Value;
        if ((column, row) is (5, 0) or (0, 5) or (5, 5))
        {
            return 0;
        }
        var away = Math.Abs(column - 2.4) + Math.Abs(row - 2.7);
        return Math.Max(1, 12 - (int)(away * 2.6));
    }

    private static int RatingOf(Random chance, bool late, int returned) => chance.NextDouble() switch
    {
        < 0.12 when late || returned > 0 => 2,
        < 0.02 => 1,
        < 0.14 => 3,
        < 0.52 => 4,
        _ => 5,
    };

    private static T Pick<T>(Random chance, IReadOnlyList<T> among, Func<T, int> weight)
    {
        var at = chance.Next(among.Sum(weight));
        foreach (var one in among)
        {
            at -= weight(one);
            if (at < 0)
            {
                return one;
            }
        }
        throw new InvalidOperationException("The weights do not add up.");
    }
}
