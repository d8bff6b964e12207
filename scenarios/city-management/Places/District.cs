using System.Globalization;

namespace Zhuangjin.Scenarios.CityManagement.Places;

/// <summary>A place on earth in degrees (WGS 84, as browsers and cameras give it).</summary>
public readonly record struct Spot(double Longitude, double Latitude)
{
    private const double EarthRadius = 6_371_000;

    /// <summary>Metres between two places a city apart at most, on a plane that touches the globe there: right to a fraction of a per cent.</summary>
    public double MetresTo(Spot other)
    {
        var across = double.DegreesToRadians(other.Longitude - Longitude) * Math.Cos(double.DegreesToRadians((Latitude + other.Latitude) / 2));
        return EarthRadius * Math.Sqrt((across * across) + Math.Pow(double.DegreesToRadians(other.Latitude - Latitude), 2));
    }
}

/// <summary>The district that is watched over, with its responsibility grids (责任网格). Outline, roads and grids are invented: the true ones are for those who hold them.</summary>
internal static class District
{
    public const string Division = "450721";

    public const double West = 109.27;
    public const double South = 22.40;
    public const double Cell = 0.01;
    public const int Columns = 6;
    public const int Rows = 6;
    public const double East = West + (Columns * Cell);
    public const double North = South + (Rows * Cell);

    public static readonly IReadOnlyList<Spot> Outline =
    [
        new(109.2790, 22.4010), new(109.2955, 22.4035), new(109.3085, 22.4005), new(109.3200, 22.4090), new(109.3285, 22.4200), new(109.3260, 22.4340), new(109.3290, 22.4455),
        new(109.3190, 22.4560), new(109.3050, 22.4590), new(109.2920, 22.4555), new(109.2800, 22.4595), new(109.2720, 22.4480), new(109.2745, 22.4350), new(109.2705, 22.4215), new(109.2735, 22.4095),
    ];

    public static readonly IReadOnlyList<IReadOnlyList<Spot>> Roads =
    [
        [new(109.2712, 22.4250), new(109.2850, 22.4280), new(109.3010, 22.4262), new(109.3150, 22.4300), new(109.3270, 22.4315)],
        [new(109.2955, 22.4035), new(109.2930, 22.4180), new(109.2962, 22.4330), new(109.2940, 22.4450), new(109.2985, 22.4570)],
    ];

    public static readonly IReadOnlyList<Spot> River = [new(109.3085, 22.4005), new(109.3060, 22.4120), new(109.3110, 22.4230), new(109.3095, 22.4360), new(109.3160, 22.4470), new(109.3190, 22.4560)];

    /// <summary>Codes of all grids, from the north-west, row by row.</summary>
    public static readonly IReadOnlyList<string> Grids = [.. Enumerable.Range(1, Columns * Rows).Select(Code)];

    /// <summary>The grid in which a place lies; null outside of all.</summary>
    public static string? GridOf(Spot spot)
    {
        var (column, row) = ((int)Math.Floor((spot.Longitude - West) / Cell), (int)Math.Floor((North - spot.Latitude) / Cell));
        return column is >= 0 and < Columns && row is >= 0 and < Rows ? Code((row * Columns) + column + 1) : null;
    }

    /// <summary>Column and row of a grid; null when it is none of the district's.</summary>
    public static (int Column, int Row)? CellOf(string grid) =>
        grid.StartsWith("LS-", StringComparison.Ordinal) && int.TryParse(grid.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Columns * Rows
            ? ((number - 1) % Columns, (number - 1) / Columns)
            : null;

    private static string Code(int number) => string.Create(CultureInfo.InvariantCulture, $"LS-{number:D3}");
}
