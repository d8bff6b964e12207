using System.Globalization;

namespace Zhuangjin.Cases.Pages.Flow;

/// <summary>A card of the drawing: position, and its texts broken into lines that fit.</summary>
internal sealed record FlowCard(FlowItem Item, double X, double Y, double Width, IReadOnlyList<string> Title, string Office);

/// <param name="BesideY">Where the line stands under which work runs beside; null without such work.</param>
internal sealed record FlowBox(FlowStage Stage, double X, double Y, double Width, double Height, string Title, double? BesideY, IReadOnlyList<FlowCard> Cards, IReadOnlyList<FlowTurn> Turns);

/// <summary>Where an arrow leads down to work that waits for what stands above.</summary>
internal sealed record FlowTurn(int Turn, double X, double Y, double Width);

/// <summary>Places stages from left to right and their offices' work in columns below each other. Pure arithmetic on the texts' lengths.</summary>
internal sealed class FlowLayout
{
    private const double Gap = 10;
    private const double StageGap = 34;
    private const double Padding = 10;
    private const double Head = 44;
    private const double BesideHead = 26;
    private const double TurnHead = 38;
    private const int MostInColumn = 4;

    // Titles are set bold: Latin letters are then about a tenth wider than estimated.
    private const double StageLetter = 16.5;
    private const double CardLetter = 15.5;

    private FlowLayout(IReadOnlyList<FlowBox> boxes, double width, double height, double cardHeight)
    {
        Boxes = boxes;
        CardHeight = cardHeight;
        Width = width;
        Height = height;
    }

    public IReadOnlyList<FlowBox> Boxes { get; }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Cards without a state need no line for it.</summary>
    public double CardHeight { get; }

    public static FlowLayout Of(IReadOnlyList<FlowStage> stages, double width = 1180)
    {
        var tall = stages.Any(s => s.Items.Any(i => i.State.Length > 0)) ? 76.0 : 58;
        var columns = stages.Select(s => Math.Clamp((int)Math.Ceiling(s.Items.Count(i => i.Holds) / (double)MostInColumn), 1, 3)).ToList();
        var all = columns.Sum();
        var free = width - 2 - (StageGap * (stages.Count - 1)) - (Padding * 2 * stages.Count) - columns.Sum(c => Gap * (c - 1));
        var card = Math.Clamp(free / Math.Max(1, all), 120, 240);
        var heights = stages.Select((s, i) => Tall(s, columns[i], tall)).ToList();
        var height = heights.DefaultIfEmpty(0).Max();
        var boxes = new List<FlowBox>();
        var x = 1.0;
        for (var i = 0; i < stages.Count; i++)
        {
            var inner = (card * columns[i]) + (Gap * (columns[i] - 1));
            boxes.Add(Box(stages[i], columns[i], x, (height - heights[i]) / 2, inner + (Padding * 2), heights[i], card, tall));
            x += inner + (Padding * 2) + StageGap;
        }
        return new(boxes, Math.Max(x - StageGap + 1, 1), height + 2, tall);
    }

    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static double Tall(FlowStage stage, int columns, double tall)
    {
        var holding = stage.Turns.Sum(t => Rows(t.Count, columns));
        var beside = Rows(stage.Items.Count(i => !i.Holds), columns);
        return Head + (holding * (tall + Gap)) + (Math.Max(0, stage.Turns.Count - 1) * TurnHead) + (beside > 0 ? BesideHead + (beside * (tall + Gap)) : 0) + Padding;
    }

    private static int Rows(int items, int columns) => (items + columns - 1) / columns;

    private static FlowBox Box(FlowStage stage, int columns, double x, double y, double width, double height, double card, double tall)
    {
        var cards = new List<FlowCard>();
        var top = y + Head;
        var turns = new List<FlowTurn>();
        foreach (var (index, turn) in stage.Turns.Index())
        {
            if (index > 0)
            {
                turns.Add(new(index, x + Padding, top, width - (Padding * 2)));
                top += TurnHead;
            }
            Place(turn, top);
            top += Rows(turn.Count, columns) * (tall + Gap);
        }
        double? line = null;
        if (stage.Items.Any(i => !i.Holds))
        {
            line = top;
            Place(stage.Items.Where(i => !i.Holds), line.Value + BesideHead);
        }
        return new(stage, x, y + 1, width, height, FlowText.Cut(stage.Title, width - 20, StageLetter), line, cards, turns);

        void Place(IEnumerable<FlowItem> items, double from)
        {
            foreach (var (index, item) in items.Index())
            {
                cards.Add(new(item, x + Padding + (index % columns * (card + Gap)), from + (index / columns * (tall + Gap)), card, FlowText.Lines(item.Title, card - 24, CardLetter), FlowText.Cut(item.Office, card - 24, 12)));
            }
        }
    }
}
