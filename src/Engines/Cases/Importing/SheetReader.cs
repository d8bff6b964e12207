using System.Globalization;
using System.Text;
using MiniExcelLibs;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Cases.Importing;

/// <summary>Reads a sheet into headings and rows of texts. Rows without any text are passed over.</summary>
internal static class SheetReader
{
    private const int MostRows = 50_000;

    private const int MostColumns = 200;

    static SheetReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static (string[] Headings, List<(int Number, string[] Cells)> Rows) Read(byte[] content)
    {
        List<string[]> lines;
        try
        {
            lines = content is [0x50, 0x4B, ..] ? Excel(content) : Csv(Decoded(content));
        }
        catch (Exception fault) when (fault is InvalidDataException or DecoderFallbackException or FormatException or System.Xml.XmlException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidInputException("file", "cases.fault.no-sheet");
        }
        if (lines.Count == 0 || lines[0].Length > MostColumns || lines[0].All(h => h.Length == 0))
        {
            throw new InvalidInputException("file", "cases.fault.no-sheet");
        }
        var headings = lines[0].Select(h => h.Trim()).Reverse().SkipWhile(h => h.Length == 0).Reverse().ToArray();
        if (headings.Where(h => h.Length > 0).GroupBy(h => h, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidInputException("file", "cases.fault.heading-twice", twice.Key);
        }
        var rows = lines.Select((cells, i) => (Number: i + 1, Cells: Fitted(cells, headings.Length))).Skip(1).Where(r => r.Cells.Any(c => c.Trim().Length > 0)).ToList();
        if (rows.Count is 0 or > MostRows)
        {
            throw new InvalidInputException("file", rows.Count == 0 ? "cases.fault.sheet-empty" : "cases.fault.sheet-too-long", MostRows.ToString(CultureInfo.InvariantCulture));
        }
        return (headings, rows);
    }

    /// <summary>UTF-8 where it is one; what is not can only be the national standard, as spreadsheet programs here write it.</summary>
    private static string Decoded(byte[] content)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(content);
        }
    }

    private static List<string[]> Excel(byte[] content)
    {
        using var stream = new MemoryStream(content);
        return [.. stream.Query(useHeaderRow: false).Cast<IDictionary<string, object?>>().Select(row => row.Values.Select(Text).ToArray())];
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>RFC 4180, with the comma, semicolon or tab that the heading uses.</summary>
    private static List<string[]> Csv(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        var heading = end < 0 ? text : text[..end];
        var separator = new[] { ',', '\t', ';' }.MaxBy(s => heading.Count(c => c == s));
        var (lines, cells, cell, quoted) = (new List<string[]>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(text[++i]);
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == separator)
            {
                EndCell();
            }
            else if (c == '\n')
            {
                EndLine();
            }
            else if (c == '\0')
            {
                throw new FormatException("A text file holds no zero bytes.");
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }
        if (quoted)
        {
            throw new FormatException("A quotation is not closed.");
        }
        if (cell.Length > 0 || cells.Count > 0)
        {
            EndLine();
        }
        return lines;

        void EndCell()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }

        void EndLine()
        {
            EndCell();
            lines.Add([.. cells]);
            cells.Clear();
        }
    }

    private static string[] Fitted(string[] cells, int length) => [.. Enumerable.Range(0, length).Select(i => i < cells.Length ? cells[i] : "")];
}
