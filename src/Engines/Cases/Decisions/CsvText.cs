using System.Text;

namespace Zhuangjin.Cases.Decisions;

/// <param name="Column">Where the cell begins in its line, in characters from 1.</param>
internal readonly record struct CsvCell(string Text, int Column);

/// <param name="Line">Line on which the record begins, from 1.</param>
internal sealed record CsvRecord(int Line, IReadOnlyList<CsvCell> Cells);

/// <summary>Reads and writes comma-separated values after RFC 4180, as Excel, WPS and editors write them.</summary>
internal static class CsvText
{
    static CsvText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>UTF-8 with or without byte order mark; what is none is GB18030, of which the GBK of Chinese Excel is a part.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding("GB18030").GetString(bytes);
        }
    }

    /// <summary>The records; empty lines are left out. Total: whatever the text is, it has a reading.</summary>
    public static List<CsvRecord> Read(string text)
    {
        var records = new List<CsvRecord>();
        var cells = new List<CsvCell>();
        var cell = new StringBuilder();
        var (line, begins, lineStart, cellStart) = (1, 1, 0, 0);
        var quoted = false;
        text = text.TrimStart('\uFEFF');
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (quoted && i < text.Length)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else if (c == '"')
                {
                    quoted = false;
                }
                else
                {
                    cell.Append(c);
                    line += c == '\n' ? 1 : 0;
                }
                continue;
            }
            switch (c)
            {
                case '"' when cell.Length == 0:
                    quoted = true;
                    break;
                case ',':
                    End();
                    cellStart = i + 1;
                    break;
                case '\n':
                    End();
                    if (cells.Any(x => x.Text.Length > 0))
                    {
                        records.Add(new(begins, [.. cells]));
                    }
                    cells.Clear();
                    begins = ++line;
                    lineStart = cellStart = i + 1;
                    break;
                default:
                    cell.Append(c);
                    break;
            }
        }
        return records;

        void End()
        {
            cells.Add(new(cell.ToString().Trim(), Math.Max(1, cellStart - lineStart + 1)));
            cell.Clear();
        }
    }

    /// <summary>With byte order mark and CRLF, so that a double-click in Excel opens it rightly.</summary>
    public static byte[] Write(IEnumerable<IEnumerable<string>> rows) =>
        [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Join(rows, "\r\n"))];

    public static string Join(IEnumerable<IEnumerable<string>> rows, string end) =>
        string.Concat(rows.Select(r => string.Join(',', r.Select(Escape)) + end));

    private static string Escape(string cell) =>
        cell.AsSpan().IndexOfAny("\",\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
