using System.Text;
using MiniExcelLibs;
using Xunit;
using Zhuangjin.Scenarios.CityManagement.Demo;
using Zhuangjin.Scenarios.CityManagement.Scores;
using Zhuangjin.Scenarios.CityManagement.Tickets;

namespace Zhuangjin.Scenarios.Tests;

/// <summary>A score can be done again with pencil and paper from the numbers beside it.</summary>
public class CityScores
{
    private static readonly DateTimeOffset At = new(2022, 8, 16, 9, 0, 0, TimeSpan.FromHours(8));

    private static Ticket Closed(string office, bool onTime = true, int returned = 0, int reopened = 0, int? rating = null) => new(
        office + At.Ticks, office, "garbage", "450721", "LS-015", "示例路", null, "usual", TicketStage.Closed, office, At, At, At, At, At, onTime, 1 + returned + reopened, reopened, rating, null, null, null, false, 9);

    [Fact]
    public void A_score_is_the_formula_of_the_page()
    {
        var line = Scoring.Line("sanitation", [Closed("sanitation", rating: 5), Closed("sanitation", onTime: false, rating: 3), Closed("sanitation", returned: 2), Closed("sanitation", reopened: 1)]);

        Assert.Equal((4, 3, 1, 1, 2), (line.Closed, line.OnTime, line.Returned, line.Reopened, line.Rated));
        Assert.Equal((75m, 25m, 25m, 80m), (line.OnTimeRate, line.ReturnedRate, line.ReopenedRate, line.Satisfaction));
        // (40 × 75 + 25 × 75 + 15 × 75 + 20 × 80) ÷ 100
        Assert.Equal(76m, line.Score);
    }

    [Fact]
    public void Where_nobody_rated_the_other_three_weigh_for_it()
    {
        Assert.Equal(100m, Scoring.Line("x", [Closed("x")]).Score);
        Assert.Equal(75m, Scoring.Line("x", [Closed("x", onTime: false, returned: 0), Closed("x")]).Score);
        Assert.Null(Scoring.Line("x", []).Score);
    }

    [Fact]
    public void The_best_stands_first_and_every_number_has_its_cases()
    {
        var sample = SampleTickets.Make();
        var lines = Scoring.Lines(sample, t => t.Office);

        Assert.Equal(3, lines.Count);
        Assert.Equal(lines.OrderByDescending(l => l.Score), lines);
        Assert.Equal(7_372, lines.Sum(l => l.Closed));
        foreach (var line in lines)
        {
            var own = sample.Where(t => t.Office == line.Key).ToList();
            Assert.Equal(line.Closed - line.OnTime, own.Count(t => Scoring.IsBehind(t, "late")));
            Assert.Equal(line.Returned, own.Count(t => Scoring.IsBehind(t, "returned")));
            Assert.Equal(line.Reopened, own.Count(t => Scoring.IsBehind(t, "reopened")));
        }
    }

    [Fact]
    public void The_files_say_what_the_page_says_and_run_nothing()
    {
        IReadOnlyList<string> heads = ["承办部门", "综合得分"];
        IReadOnlyList<object?>[] rows = [["=cmd()", 76.5m], ["环卫站,\"一\"", null]];

        var csv = Encoding.UTF8.GetString(ScoreExport.Csv(heads, rows));
        Assert.Equal("\uFEFF承办部门,综合得分\r\n'=cmd(),76.5\r\n\"环卫站,\"\"一\"\"\",\r\n", csv);

        using var excel = new MemoryStream(ScoreExport.Excel("2022-08", heads, rows));
        var first = (IDictionary<string, object>)excel.Query(useHeaderRow: true).First();
        Assert.Equal(76.5, Convert.ToDouble(first["综合得分"], System.Globalization.CultureInfo.InvariantCulture));
    }
}
