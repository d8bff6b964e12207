using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj due: the last day of a time limit by the notices of the State Council.</summary>
internal static class DueCommand
{
    private const string Date = "yyyy-MM-dd";

    public static Command Make()
    {
        var from = new Option<DateOnly>("--from") { Description = "Day on which the limit starts; it does not count itself.", HelpName = "DATE", Required = true, CustomParser = ReadDate };
        var days = new Option<int>("--days") { Description = "Length of the limit.", HelpName = "N", Required = true };
        days.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() is < 1 or > 10_000)
            {
                result.AddError("--days takes a number from 1 to 10000.");
            }
        });
        var basis = new Option<string>("--basis") { Description = "What counts: 'working' days (工作日) or 'calendar' days (自然日).", DefaultValueFactory = _ => "working" };
        basis.AcceptOnlyFromAmong("working", "calendar");
        var json = new Option<bool>("--json") { Description = "Answer as JSON." };
        var command = new Command("due", "Compute the last day of a time limit. 计算到期日") { from, days, basis, json };
        command.SetAction(parsed =>
        {
            var limit = new Limit(parsed.GetValue(days), parsed.GetValue(basis) == "calendar" ? TimeBasis.CalendarDay : TimeBasis.WorkingDay);
            Print(parsed.InvocationConfiguration, WorkCalendar.Shipped, parsed.GetValue(from), limit, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Print(InvocationConfiguration console, WorkCalendar calendar, DateOnly from, Limit limit, bool json)
    {
        var due = calendar.Due(from, limit);
        var date = due.Date.ToString(Date, CultureInfo.InvariantCulture);
        if (json)
        {
            console.Output.WriteLine(JsonSerializer.Serialize(new { from = from.ToString(Date, CultureInfo.InvariantCulture), limit = limit.ToString(), due = date, provisional = due.Provisional, calendar = calendar.Version }));
            return;
        }
        console.Output.WriteLine(date);
        if (due.Provisional)
        {
            console.Error.WriteLine($"Provisional: the holidays of {due.Date.Year} are not announced yet; plain weekdays were counted. 暂定：该年度放假安排尚未公布。");
        }
    }

    private static DateOnly ReadDate(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (DateOnly.TryParseExact(result.Tokens[0].Value, Date, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }
        result.AddError($"'{result.Tokens[0].Value}' is no date; write for example 2022-09-28");
        return default;
    }
}
