using System.Globalization;
using System.Text;
using MiniExcelLibs;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Intake;

/// <summary>Reads a file that a department brings as rows of texts, one at a time: CSV in UTF-8 or GB18030 (which contains GBK), or the first sheet of an Excel workbook.</summary>
internal static class SourceTable
{
    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding National = NationalEncoding();

    /// <exception cref="InvalidInputException">The file is in no known encoding, or its quotes do not close.</exception>
    public static IEnumerable<string[]> Read(string path, string name) =>
        name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) ? ReadSheet(path) : ReadCsv(path);

    private static IEnumerable<string[]> ReadSheet(string path)
    {
        using var file = File.OpenRead(path);
        if (file.ReadByte() != 'P' || file.ReadByte() != 'K')
        {
            throw new InvalidInputException("file", "sharing.intake.fault.workbook");
        }
        file.Position = 0;
        using var rows = MiniExcel.Query(file, useHeaderRow: false, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>().GetEnumerator();
        while (Next(rows) is { } row)
        {
            yield return row;
        }
    }

    private static string[]? Next(IEnumerator<IDictionary<string, object?>> rows)
    {
        try
        {
            return rows.MoveNext() ? [.. rows.Current.Values.Select(TextOf)] : null;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or System.Xml.XmlException or OverflowException or FormatException or KeyNotFoundException or InvalidOperationException or NullReferenceException)
        {
            // The file begins like a workbook and is none inside, or a cell holds what no cell should.
            throw new InvalidInputException("file", "sharing.intake.fault.workbook");
        }
    }

    /// <summary>A cell as the text that a CSV would hold. Excel keeps dates as instants at midnight.</summary>
    private static string TextOf(object? cell) => cell switch
    {
        null => "",
        DateTime at => at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        double number => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "",
    };

    private static IEnumerable<string[]> ReadCsv(string path)
    {
        using var text = new StreamReader(path, IsUtf8(path) ? Strict : National, detectEncodingFromByteOrderMarks: true, 1 << 16);
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        int next;
        while ((next = Take(text)) >= 0)
        {
            var c = (char)next;
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (text.Peek() == '"')
                {
                    cell.Append((char)Take(text));
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
            else if (c == ',')
            {
                End();
            }
            else if (c == '\n')
            {
                End();
                yield return [.. cells];
                cells.Clear();
            }
            else if (c != '\r' || text.Peek() != '\n')
            {
                cell.Append(c);
            }
        }
        if (quoted)
        {
            throw new InvalidInputException("file", "sharing.intake.fault.open-quote");
        }
        if (cells.Count > 0 || cell.Length > 0)
        {
            End();
            yield return [.. cells];
        }

        void End()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }

    private static int Take(StreamReader text)
    {
        try
        {
            return text.Read();
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException("file", "sharing.intake.fault.encoding");
        }
    }

    private static bool IsUtf8(string path)
    {
        using var file = File.OpenRead(path);
        var decoder = Strict.GetDecoder();
        var bytes = new byte[1 << 16];
        var chars = new char[bytes.Length + 4];
        try
        {
            int read;
            do
            {
                read = file.Read(bytes);
                decoder.GetChars(bytes.AsSpan(0, read), chars, flush: read == 0);
            }
            while (read > 0);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static Encoding NationalEncoding()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }
}
