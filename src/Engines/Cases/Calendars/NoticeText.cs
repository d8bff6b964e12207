using System.Globalization;
using System.Text;
using System.Text.Json;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Cases.Calendars;

/// <summary>Reads a notice as people bring it: JSON in the shape of cn-holidays.json, or a table with a date and a kind in each line.</summary>
internal static class NoticeText
{
    private const int Longest = 200_000;

    /// <summary>The notice as JSON; a table is written anew as one year, that of most of its days.</summary>
    /// <exception cref="InvalidInputException">A line of the table cannot be read; the fault names it.</exception>
    public static string ToJson(string text)
    {
        var said = text.Trim().TrimStart('\uFEFF');
        if (said.Length is 0 or > Longest)
        {
            throw new InvalidInputException("notice", "cases.supervise.fault.notice-length");
        }
        return said[0] == '{' ? said : OfTable(said);
    }

    private static string OfTable(string text)
    {
        var off = new List<DateOnly>();
        var work = new List<DateOnly>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var cells = lines[i].Split([',', '，', '\t', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length == 0 || (i == 0 && !char.IsAsciiDigit(cells[0][0])))
            {
                continue;
            }
            if (cells.Length < 2 || !DateOnly.TryParseExact(cells[0], ["yyyy-MM-dd", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                throw Wrong(i, lines[i]);
            }
            (cells[1] switch { "off" or "休" or "放假" => off, "work" or "班" or "上班" => work, _ => throw Wrong(i, lines[i]) }).Add(day);
        }
        if (off.Count == 0)
        {
            throw new InvalidInputException("notice", "cases.supervise.fault.notice-length");
        }
        var year = off.CountBy(d => d.Year).MaxBy(y => y.Value).Key;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("years");
            writer.WriteStartObject(year.ToString(CultureInfo.InvariantCulture));
            Write(writer, "off", off);
            Write(writer, "work", work);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, string name, List<DateOnly> days)
    {
        writer.WriteStartArray(name);
        foreach (var day in days.Distinct().Order())
        {
            writer.WriteStringValue(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
        writer.WriteEndArray();
    }

    private static InvalidInputException Wrong(int line, string text) =>
        new("notice", "cases.supervise.fault.notice-line", (line + 1).ToString(CultureInfo.InvariantCulture), text.Trim() is { Length: > 60 } cut ? cut[..60] : text.Trim());
}
