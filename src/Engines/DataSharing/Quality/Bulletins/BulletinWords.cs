using System.Globalization;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.DataSharing.Quality.Bulletins;

/// <summary>A table of the bulletin, for print and workbook alike.</summary>
/// <param name="Widths">How wide each column is against the others.</param>
internal sealed record BulletinSheet(string Title, IReadOnlyList<string> Heads, IReadOnlyList<double> Widths, IReadOnlyList<IReadOnlyList<object?>> Rows);

/// <summary>Says a bulletin in the language of record.</summary>
internal sealed class BulletinWords(PhraseBook book)
{
    private readonly Phrases _words = new(book, "zh");

    public string Say(string key, params object[] args) => _words["sharing.bulletin." + key, args];

    public string Title(QualityBulletin bulletin) => Say("title", bulletin.Data.Area);

    public string Number(QualityBulletin bulletin) => Say("number", bulletin.Month.Year, bulletin.Month.Month);

    public string Month(QualityBulletin bulletin) => Say("month", bulletin.Month.Year, bulletin.Month.Month);

    public string Issued(QualityBulletin bulletin) => Say("issued", bulletin.IssuedAt.ToChina().ToString("yyyy年M月d日", CultureInfo.InvariantCulture));

    public IEnumerable<string> Summary(BulletinData data)
    {
        var departments = data.Departments;
        yield return Say("summary.size", departments.Length, data.Resources.Length, Thousands(data.Resources.Sum(r => r.Rows)), Thousands(data.Resources.Sum(r => r.Rows - r.Clean)), Percent(data.Resources.Sum(r => r.Rows) is var all and > 0 ? (double)data.Resources.Sum(r => r.Clean) / all : 1));
        if (departments.Length > 1)
        {
            yield return Say("summary.ends", departments[0].Name, Percent(departments[0].Score), departments[^1].Name, Percent(departments[^1].Score));
        }
        yield return Say("summary.orders", departments.Sum(d => d.Opened), departments.Sum(d => d.Closed), departments.Sum(d => d.Open), departments.Sum(d => d.Overdue));
    }

    public IReadOnlyList<BulletinSheet> Sheets(BulletinData data)
    {
        var names = data.Departments.ToDictionary(d => d.Id, d => d.Name, StringComparer.Ordinal);
        return
        [
            new(Say("ranking"), [Say("place"), Say("department"), Say("score"), Say("resources"), Say("rows"), Say("failing"), Say("opened"), Say("closed"), Say("open"), Say("overdue")], [5, 20, 9, 6, 11, 10, 7, 7, 7, 7],
                [.. data.Departments.Select(d => (IReadOnlyList<object?>)[d.Place, d.Name, Percent(d.Score), d.Resources, d.Rows, d.Failing, d.Opened, d.Closed, d.Open, d.Overdue])]),
            new(Say("broken"), [Say("resource"), Say("department"), Say("rule"), Say("check"), Say("applied"), Say("failed"), Say("share"), Say("allowed")], [16, 18, 6, 18, 10, 9, 9, 8],
                [.. from r in data.Resources from m in r.Measured where !m.Passes orderby r.Resource, m.Rule
                    select (IReadOnlyList<object?>)[r.Title, names[r.Provider], m.Rule, _words["sharing.check." + m.Check], m.Applied, m.Failed, Percent(m.Applied == 0 ? 0 : (double)m.Failed / m.Applied), m.Allowed]]),
            new(Say("resources.all"), [Say("resource"), Say("version"), Say("score"), .. data.Resources.SelectMany(r => r.Dimensions).Select(d => d.Dimension).Distinct().Select(d => _words["sharing.dimension." + d]), Say("rows"), Say("today")],
                [18, 24, 10, .. data.Resources.SelectMany(r => r.Dimensions).Select(d => d.Dimension).Distinct().Select(_ => 9d), 11, 11],
                [.. data.Resources.Select(r => (IReadOnlyList<object?>)[r.Title, $"{r.Resource}@{r.Version}", Percent(r.Score),
                    .. data.Resources.SelectMany(x => x.Dimensions).Select(d => d.Dimension).Distinct().Select(d => r.Dimensions.FirstOrDefault(x => x.Dimension == d) is { } found ? Percent(found.Score) : "—"), r.Rows, r.Today])]),
        ];
    }

    public static string Percent(string share) => Percent(double.Parse(share, CultureInfo.InvariantCulture));

    public static string Percent(double share) => (share * 100).ToString("0.00", CultureInfo.InvariantCulture) + "%";

    private static string Thousands(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
