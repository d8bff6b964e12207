using System.Globalization;
using Zhuangjin.Scenarios.CityManagement.Tickets;

namespace Zhuangjin.Scenarios.CityManagement.Open311;

/// <summary>Which requests a program asks for. The standard bounds each answer: 90 days, and 1,000 requests.</summary>
internal sealed record RequestFilter(IReadOnlyList<string> Numbers, TicketQuery Query, IReadOnlyList<string> Codes)
{
    private const int Most = 1_000;
    private static readonly TimeSpan Span = TimeSpan.FromDays(90);

    /// <summary>Pure: words in, filter out.</summary>
    /// <exception cref="GeoReportException">A value is not of the standard's form.</exception>
    public static RequestFilter Read(Func<string, string?> word, DateTimeOffset now)
    {
        if (word("service_request_id") is { Length: > 0 } ids)
        {
            // Named requests come whatever else is said.
            return new([.. ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Take(Most)], new(), []);
        }
        var (from, to) = (Instant(word("start_date"), "start_date"), Instant(word("end_date"), "end_date"));
        var before = to ?? (from is { } start ? start + Span : now + TimeSpan.FromSeconds(1));
        var after = from ?? before - Span;
        if (before - after > Span)
        {
            throw new GeoReportException(400, "start_date and end_date may be 90 days apart at most");
        }
        if (before < after)
        {
            throw new GeoReportException(400, "end_date is before start_date");
        }
        bool? open = word("status") switch
        {
            null or "" or "open,closed" or "closed,open" => null,
            "open" => true,
            "closed" => false,
            _ => throw new GeoReportException(400, "status is 'open' or 'closed'"),
        };
        var size = Whole(word("page_size"), "page_size", 100);
        var page = Whole(word("page"), "page", 1);
        size = Math.Min(size, Most);
        var paged = word("page") is { Length: > 0 } || word("page_size") is { Length: > 0 };
        var codes = (word("service_code") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new([], new(Open: open, ReportedFrom: after, ReportedBefore: before, Most: paged ? size : Most, Skip: paged ? (page - 1) * size : 0), codes);
    }

    private static int Whole(string? text, string name, int otherwise) => text is not { Length: > 0 } ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 100_000 ? value
        : throw new GeoReportException(400, $"{name} is a whole number from 1");

    private static DateTimeOffset? Instant(string? text, string name)
    {
        if (text is not { Length: > 0 })
        {
            return null;
        }
        // A '+' that was sent bare in an address arrives as a blank.
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];
        return DateTimeOffset.TryParseExact(text.Trim().Replace(' ', '+'), forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new GeoReportException(400, $"{name} must be a w3 date and time, such as 2022-08-16T09:00:00+08:00");
    }
}
