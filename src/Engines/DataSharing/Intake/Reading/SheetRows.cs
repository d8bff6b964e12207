using System.Globalization;
using System.IO.Compression;
using MiniExcelLibs;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Intake.Reading;

/// <summary>Reads the first sheet of an Excel workbook as rows of texts.</summary>
internal static class SheetRows
{
    /// <exception cref="InvalidInputException">The file is no workbook, or holds more than a workbook may.</exception>
    public static IEnumerable<string[]> Read(string path)
    {
        Inspect(path);
        using var file = File.OpenRead(path);
        using var rows = MiniExcel.Query(file, useHeaderRow: false, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>().GetEnumerator();
        while (Next(rows) is { } row)
        {
            yield return row;
        }
    }

    /// <summary>Unpacks every part once into nothing, counting: what a part says of its length may be a lie.</summary>
    private static void Inspect(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            var buffer = new byte[1 << 16];
            long unpacked = 0;
            foreach (var entry in zip.Entries)
            {
                using var part = entry.Open();
                int read;
                while ((read = part.Read(buffer)) > 0)
                {
                    unpacked += read;
                    if (unpacked > Bounds.Unpacked || (unpacked > 64 << 20 && unpacked > 200 * new FileInfo(path).Length))
                    {
                        throw new InvalidInputException("file", "sharing.intake.fault.bomb");
                    }
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new InvalidInputException("file", "sharing.intake.fault.workbook");
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
}
