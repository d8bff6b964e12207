using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Intake.Reading;

/// <summary>A file that somebody brought: what it is, whether its columns are the description's, and its rows.</summary>
internal static class SourceFile
{
    private static readonly char[] Delimiters = [',', '\t', ';', '|'];

    /// <summary>Finds out how the file is written. The name tells the format; the content must agree.</summary>
    /// <param name="folder">The warehouse's folder, in which the file must lie if it is Parquet.</param>
    /// <exception cref="InvalidInputException">It cannot be read, or its columns are not those of the items.</exception>
    public static (FileShape Shape, ColumnMap Map) Inspect(string path, string name, string folder, IReadOnlyList<Item> items, IReadOnlyList<string> ignored)
    {
        var shape = Shape(path, name, folder);
        var map = ColumnMap.Of(shape.Headings, items, ignored);
        if (shape.Format == FileFormat.Parquet)
        {
            var columns = ParquetRows.Columns(path, folder);
            var faults = items.Select((item, i) => ParquetRows.Check(item, columns[map.Places[i]].Name, columns[map.Places[i]].Type)).OfType<Fault>().ToList();
            _ = faults.Count > 0 ? throw new InvalidInputException(faults) : 0;
        }
        return (shape, map);
    }

    /// <summary>The rows in their order, without blank ones.</summary>
    public static IEnumerable<SourceRow> Read(string path, string folder, FileShape shape, ReadPlace? place = null)
    {
        switch (shape.Format)
        {
            case FileFormat.Parquet:
                return ParquetRows.Read(path, folder, ParquetRows.Columns(path, folder));
            case FileFormat.JsonLines:
                return Lines(path, shape, place);
            case FileFormat.Workbook:
                // Excel leaves empty cells away at the end.
                return Numbered(SheetRows.Read(path)).Select(r => r.Cells.Length < shape.Headings.Count ? r with { Cells = Filled(r.Cells, shape.Headings.Count) } : r);
            default:
                return Numbered(Csv(path, shape.Encoding!, shape.Delimiter, place));
        }
    }

    /// <summary>How the file is written, and its headings.</summary>
    /// <exception cref="InvalidInputException">It cannot be read.</exception>
    public static FileShape Shape(string path, string name, string folder)
    {
        var kind = Path.GetExtension(name).ToLowerInvariant();
        if (kind == ".xlsx")
        {
            return new(FileFormat.Workbook, null, '\0', Head(SheetRows.Read(path)));
        }
        if (kind == ".parquet")
        {
            return new(FileFormat.Parquet, null, '\0', [.. ParquetRows.Columns(path, folder).Select(c => c.Name)]);
        }
        using var file = File.OpenRead(path);
        var encoding = TextEncodings.Detect(file);
        file.Position = 0;
        using var text = TextEncodings.Open(file, encoding);
        if (kind is ".jsonl" or ".ndjson")
        {
            return new(FileFormat.JsonLines, encoding, '\0', JsonRows.Headings(text));
        }
        var first = new char[1 << 14];
        int length;
        try
        {
            length = text.ReadBlock(first, 0, first.Length);
        }
        catch (System.Text.DecoderFallbackException)
        {
            throw new InvalidInputException("file", "sharing.intake.fault.encoding");
        }
        var delimiter = Delimiter(first.AsSpan(0, length));
        return new(FileFormat.Csv, encoding, delimiter, Head(Csv(path, encoding, delimiter)));
    }

    /// <summary>The mark that stands most often in the first line, outside of quotes.</summary>
    private static char Delimiter(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[Delimiters.Length];
        var quoted = false;
        foreach (var c in text)
        {
            quoted ^= c == '"';
            if (c == '\n' && !quoted)
            {
                break;
            }
            var place = Array.IndexOf(Delimiters, c);
            if (place >= 0 && !quoted)
            {
                counts[place]++;
            }
        }
        var best = 0;
        for (var n = 1; n < counts.Length; n++)
        {
            best = counts[n] > counts[best] ? n : best;
        }
        return Delimiters[best];
    }

    private static string[] Head(IEnumerable<string[]> rows) => rows.FirstOrDefault() switch
    {
        null => throw new InvalidInputException("file", "sharing.intake.fault.empty"),
        { Length: > Bounds.Columns } => throw new InvalidInputException("file", "sharing.intake.fault.columns", Bounds.Text(Bounds.Columns)),
        var head => head,
    };

    private static IEnumerable<string[]> Csv(string path, string encoding, char delimiter, ReadPlace? place = null)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 18, FileOptions.SequentialScan);
        place?.Follow(file);
        using var text = TextEncodings.Open(file, encoding);
        var rows = new CsvRows(text, delimiter);
        while (rows.Next() is { } row)
        {
            yield return row;
        }
    }

    private static IEnumerable<SourceRow> Lines(string path, FileShape shape, ReadPlace? place)
    {
        using var file = File.OpenRead(path);
        place?.Follow(file);
        using var text = TextEncodings.Open(file, shape.Encoding!);
        foreach (var row in JsonRows.Read(text, shape.Headings))
        {
            yield return row;
        }
    }

    /// <summary>Numbers the rows and leaves out the headings and blank ones.</summary>
    private static IEnumerable<SourceRow> Numbered(IEnumerable<string[]> rows)
    {
        long line = 0;
        foreach (var cells in rows)
        {
            line++;
            if (line > 1 && !Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
            {
                yield return new(line, cells);
            }
        }
    }

    private static string[] Filled(string[] cells, int width)
    {
        var filled = new string[width];
        Array.Fill(filled, "");
        cells.CopyTo(filled, 0);
        return filled;
    }
}
