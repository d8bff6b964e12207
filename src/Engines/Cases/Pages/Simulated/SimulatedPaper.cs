using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Wording;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Print.Pdf;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Simulated;

/// <summary>模拟审批意见 as a PDF: what each office said while something was still awaited. Every page lies under a watermark that says that it binds nobody, also after the conversion:
/// the formal result is another paper.</summary>
internal sealed class SimulatedPaper(FontShelf fonts, Phrases t)
{
    private const double Left = 62;
    private const double Right = PdfPage.Width - 62;
    private const double Bottom = PdfPage.Height - 70;

    private static readonly Ink Blue = new(0x27, 0x34, 0x5f);
    private static readonly Ink Black = new(0x1c, 0x1c, 0x1c);
    private static readonly Ink Grey = new(0x5c, 0x5c, 0x5c);
    private static readonly Ink Rule = new(0xd8, 0xd0, 0xc4);

    /// <param name="until">When the result was given, or until when opinions are told.</param>
    /// <param name="entry">Place in the public log of the last event that is told; null while it is not sealed yet.</param>
    public byte[] Pdf(CaseView view, DateTimeOffset until, long? entry)
    {
        var document = new PdfDocument(fonts, $"zhuangjin simulated approval {view.State.Number}");
        var title = t["cases.page.simulation.paper.title"];
        var page = Turn(document);
        page.Centred(PdfPage.Width / 2, 104, 24, title, Blue, 2, 0.5);
        page.Centred(PdfPage.Width / 2, 130, 12, t[view.Matter.Title], Black);
        page.Rectangle(Left, 144, Right - Left, 1.4, Blue);
        var y = 172.0;
        void Line(string text, double size = 11, double step = 19, Ink? ink = null)
        {
            foreach (var line in page.Wrap(size, text, Right - Left))
            {
                if (y + step > Bottom)
                {
                    page = Turn(document);
                    y = 80;
                }
                page.Text(Left, y, size, line, ink ?? Black);
                y += step;
            }
        }

        Line(t["cases.page.simulation.paper.number", view.State.Number]);
        Line(t["cases.page.simulation.paper.applicant", view.State.Applicant.Name]);
        Line(t[view.State.Simulation?.GivenAt is null ? "cases.page.simulation.paper.until" : "cases.page.simulation.paper.given", Day(until)]);
        Line(t["cases.page.simulation.binding"]);
        y += 8;
        Line(t["cases.page.simulation.paper.opinions"], 13, 24, Blue);
        foreach (var item in view.Matter.Items.Where(i => view.State.Items.TryGetValue(i.Key, out var s) && s.EndedAt <= until))
        {
            var state = view.State.Items[item.Key];
            var word = view.State.Exempted.ContainsKey(item.Key) ? t["cases.page.item.exempted"] : ItemWords.Of(t, state, null).Word;
            var office = t.Name(view, state.OrganisationId);
            Line($"{t[item.Title]}{(office.Length > 0 ? $"（{office}）" : "")}：{word}　{(state.EndedAt is { } ended ? Day(ended) : "")}");
            if (!string.IsNullOrEmpty(state.Reason))
            {
                Line("　　" + state.Reason, 9.5, 15, Grey);
            }
        }
        y += 8;
        var lacking = view.Matter.Simulation is { } rule ? view.Matter.Materials.Where(m => rule.Lacking.Contains(m.Key) && view.State.Materials.GetValueOrDefault(m.Key)?.Status == MaterialStatus.Awaited).Select(m => t[m.Title]).ToList() : [];
        if (lacking.Count > 0)
        {
            Line(t["cases.page.simulation.awaited", string.Join('、', lacking)]);
        }
        if (view.State.Simulation?.ConvertedAt is { } converted)
        {
            Line(t["cases.page.simulation.paper.converted", Day(converted)]);
        }
        y += 8;
        Line(entry is { } place ? t["cases.page.simulation.paper.entry", place.ToString(CultureInfo.InvariantCulture)] : t["cases.page.simulation.paper.unsealed"], 9, 14, Grey);
        return document.Write(new(title + " " + view.State.Number, t[view.Matter.Title], "simulated approval " + view.State.Number, until, view.State.MatterHash[..32]));
    }

    private static string Day(DateTimeOffset at) => at.ToChina().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private PdfPage Turn(PdfDocument document)
    {
        var page = document.AddPage();
        page.Faint(10, () =>
        {
            for (var y = 190.0; y < PdfPage.Height + 120; y += 165)
            {
                for (var x = -60.0; x < PdfPage.Width; x += 310)
                {
                    page.Text(x + (y % 2 * 20), y, 25, t["cases.page.simulation.mark"], Blue, 1.5, 0, 24);
                }
            }
        });
        page.Line(Left, PdfPage.Height - 50, Right, PdfPage.Height - 50, Rule, 0.5);
        page.Text(Left, PdfPage.Height - 36, 8, t["cases.page.simulation.mark"], Grey);
        return page;
    }
}
