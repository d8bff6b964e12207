using System.Globalization;
using System.Text;

namespace Zhuangjin.Scenarios.CityManagement.Places;

/// <summary>Puts the district on paper: a plane that touches the globe in the district's middle, a hundred units to a grid's width. Over seven kilometres it is true to a metre.</summary>
internal static class MapDrawing
{
    private const double CellWidth = 100;
    private static readonly double Scale = CellWidth / (District.Cell * Math.Cos(double.DegreesToRadians((District.South + District.North) / 2)));

    public static double Width => District.Columns * CellWidth;

    public static double Height => (District.North - District.South) * Scale;

    public static double CellHeight => Height / District.Rows;

    public static double X(Spot spot) => (spot.Longitude - District.West) / District.Cell * CellWidth;

    public static double Y(Spot spot) => (District.North - spot.Latitude) * Scale;

    /// <summary>A number as SVG takes it, whatever the machine's language.</summary>
    public static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    public static string Path(IReadOnlyList<Spot> line, bool closed)
    {
        var path = new StringBuilder();
        foreach (var spot in line)
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(N(X(spot))).Append(' ').Append(N(Y(spot)));
        }
        return closed ? path.Append('Z').ToString() : path.ToString();
    }

    /// <summary>How dark a grid is drawn, 0 to 4, by its share of the fullest one.</summary>
    public static int Shade(long count, long most) => count == 0 || most == 0 ? 0 : Math.Clamp((int)Math.Ceiling(count * 4.0 / most), 1, 4);
}
