using System.Globalization;
using System.Text.Json;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Kernel.Time;

/// <summary>The State Council's notice for one year: days off, and weekend days that are worked instead.</summary>
internal sealed record HolidayNotice(int Year, IReadOnlyList<DateOnly> Off, IReadOnlyList<DateOnly> Work)
{
    /// <summary>Reads a file of notices, ordered by year.</summary>
    /// <exception cref="InvalidInputException">Its shape or a date is wrong.</exception>
    public static IReadOnlyList<HolidayNotice> Read(Stream json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var years = Property(document.RootElement, "years", JsonValueKind.Object);
            var notices = years.EnumerateObject().Select(y => ReadYear(y.Name, y.Value)).OrderBy(n => n.Year).ToList();
            return notices.Count > 0 ? notices : throw Fault("shape", "years");
        }
        catch (JsonException fault)
        {
            throw Fault("json", ((fault.LineNumber ?? 0) + 1).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>One year's notice as stored: { "off": [dates], "work": [dates] }.</summary>
    public static HolidayNotice ReadYear(int year, string json)
    {
        using var document = JsonDocument.Parse(json);
        return ReadYear(year.ToString(CultureInfo.InvariantCulture), document.RootElement);
    }

    public string ToJson() => JsonSerializer.Serialize(new Dictionary<string, IEnumerable<string>>(StringComparer.Ordinal)
    {
        ["off"] = Off.Select(Text),
        ["work"] = Work.Select(Text),
    });

    private static HolidayNotice ReadYear(string name, JsonElement notice)
    {
        if (name.Length != 4 || !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var year))
        {
            throw Fault("date", name, name);
        }
        var work = Dates(name, year, notice, "work");
        var weekday = work.Cast<DateOnly?>().FirstOrDefault(d => d!.Value.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        return weekday is null ? new(year, Dates(name, year, notice, "off"), work) : throw Fault("work", Text(weekday.Value), name);
    }

    private static List<DateOnly> Dates(string name, int year, JsonElement notice, string kind) =>
        [.. Property(notice, kind, JsonValueKind.Array).EnumerateArray().Select(d =>
            d.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(d.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && Math.Abs(date.Year - year) <= 1
                ? date
                : throw Fault("date", d.ToString(), name))];

    private static JsonElement Property(JsonElement parent, string name, JsonValueKind kind) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : throw Fault("shape", name);

    private static InvalidInputException Fault(string code, params string[] args) => new("notice", "kernel.fault.calendar-" + code, args);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
