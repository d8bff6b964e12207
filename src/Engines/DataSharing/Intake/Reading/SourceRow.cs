using System.Globalization;

namespace Zhuangjin.DataSharing.Intake.Reading;

/// <summary>One row as it stands in a file or table.</summary>
/// <param name="Line">As a person counts it: the headings are 1.</param>
/// <param name="Cells">The texts in the order of the headings; fewer or more when the row does not fit them.</param>
/// <param name="Fault">Text key of what makes the row unreadable as a whole; null for none.</param>
internal readonly record struct SourceRow(long Line, string[] Cells, string? Fault = null);

/// <summary>How a file is written.</summary>
internal enum FileFormat
{
    Csv,
    Workbook,
    JsonLines,
    Parquet,
}

/// <summary>What was found out about a file before a row of it is read.</summary>
/// <param name="Encoding">Name of the encoding, for texts; null for binary formats.</param>
/// <param name="Delimiter">Character between the cells of a CSV; NUL for other formats.</param>
/// <param name="Headings">Names of the columns, in their order.</param>
internal sealed record FileShape(FileFormat Format, string? Encoding, char Delimiter, IReadOnlyList<string> Headings);

/// <summary>Bounds within which files are read. What is beyond them is refused with a clear message, in constant memory.</summary>
internal static class Bounds
{
    public const int Columns = 4096;

    /// <summary>Characters of one cell; an open quote that swallows the rest of a file ends here.</summary>
    public const int Cell = 1 << 20;

    /// <summary>Characters of one row.</summary>
    public const int Row = 4 << 20;

    /// <summary>Bytes that a workbook may have unpacked.</summary>
    public const long Unpacked = 4L << 30;

    /// <summary>A number as an argument of a message.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How far in a file the reading has come.</summary>
internal sealed class ReadPlace
{
    private Stream? _file;

    /// <summary>Bytes from the beginning, some thousands ahead of the last row.</summary>
    public long Bytes => _file is { CanRead: true } open ? open.Position : 0;

    public void Follow(Stream file) => _file = file;
}
