using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj quality run: checks a file by rules. Ends with 0 when every rule holds, 1 when one is broken, 2 when rules or data cannot be used.</summary>
internal static class QualityCommand
{
    private const int Broken = 1;

    private const int Unusable = 2;

    /// <summary>Columns of a report that goes into a file or another program.</summary>
    private const int WidthOfFile = 160;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Make()
    {
        var rules = new Option<string>("--rules") { Description = "Rules, a YAML file.", HelpName = "FILE", Required = true };
        var data = new Option<string>("--data") { Description = "A Parquet or CSV file (UTF-8), a folder of Parquet files, or postgres://USER:PASSWORD@HOST:PORT/DATABASE with --table: then the rules run in that database, and only counts come out.", HelpName = "FILE", Required = true };
        var table = new Option<string?>("--table") { Description = "Table of the database, its schema and a point before it if need be.", HelpName = "TABLE" };
        var longest = new Option<int>("--timeout") { Description = "Seconds after which the database breaks the question off.", HelpName = "SECONDS", DefaultValueFactory = _ => 600 };
        var target = new Option<string[]>("--target") { Description = "File (or table of the database) of a resource that rules look values up in; may be repeated.", HelpName = "CODE=FILE", DefaultValueFactory = _ => [] };
        var today = new Option<DateOnly?>("--today") { Description = "The day of the check, for rules of timeliness; today by default.", HelpName = "DATE" };
        var example = new Option<string?>("--example") { Description = "Column whose values name some of the failed rows in the report.", HelpName = "COLUMN" };
        var json = new Option<bool>("--json") { Description = "Answer as JSON." };
        var run = new Command("run", "Check a file by rules, without a platform. 按规则检核一个数据文件") { rules, data, table, longest, target, today, example, json };
        run.SetAction(async (parsed, cancel) =>
        {
            try
            {
                var targets = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var pair in parsed.GetValue(target)!)
                {
                    var at = pair.IndexOf('=', StringComparison.Ordinal);
                    targets[at > 0 ? pair[..at] : throw new InvalidDataException($"--target takes CODE=FILE, for example ent.base=enterprises.parquet; this is '{pair}'.")] = pair[(at + 1)..];
                }
                var day = parsed.GetValue(today) ?? TimeProvider.System.GetUtcNow().ChinaDate();
                var began = TimeProvider.System.GetTimestamp();
                var from = parsed.GetValue(data)!;
                var inDatabase = from.StartsWith("postgres://", StringComparison.Ordinal) || from.StartsWith("postgresql://", StringComparison.Ordinal);
                var report = inDatabase
                    ? await FileCheck.RunInDatabaseAsync(parsed.GetValue(rules)!, from, parsed.GetValue(table) ?? throw new InvalidDataException("Name the table: --table TABLE"), targets, day, TimeSpan.FromSeconds(parsed.GetValue(longest)), cancel)
                    : await FileCheck.RunAsync(parsed.GetValue(rules)!, from, targets, day, parsed.GetValue(example), Environment.ProcessorCount, cancel: cancel);
                if (parsed.GetValue(json))
                {
                    parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(report, Json));
                }
                else
                {
                    Print(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(parsed.InvocationConfiguration.Output) }), report, TimeProvider.System.GetElapsedTime(began));
                }
                return report.Passed ? 0 : Broken;
            }
            catch (Exception fault) when (fault is InvalidDataException or FileNotFoundException or DirectoryNotFoundException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(fault.Message);
                return Unusable;
            }
        });
        return new Command("quality", "Check the quality of data. 数据质量检核") { run };
    }

    private static void Print(IAnsiConsole console, FileCheckReport report, TimeSpan took)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("").AddColumn("Rule").AddColumn("Check").AddColumn(new TableColumn("Applies to").RightAligned()).AddColumn(new TableColumn("Broken by").RightAligned())
            .AddColumn(new TableColumn("Share").RightAligned()).AddColumn(new TableColumn("Allowed").RightAligned()).AddColumn("For example");
        foreach (var rule in report.Rules)
        {
            table.AddRow(
                rule.Passed ? "[green]✓[/]" : "[red]✗[/]",
                Markup.Escape(rule.Id),
                Markup.Escape(rule.Check),
                Number(rule.Applied),
                Number(rule.Failed),
                rule.Applied == 0 ? "" : ((double)rule.Failed / rule.Applied).ToString("P3", CultureInfo.InvariantCulture),
                Markup.Escape(rule.Max),
                Markup.Escape(string.Join(", ", rule.Examples.Take(2))));
        }
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = WidthOfFile;
        }
        console.Write(table);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{report.Resource}: {Number(report.Rows)} rows, {Number(report.Clean)} without a fault, {took.TotalSeconds:0.0} s. Scores: {string.Join(", ", report.Scores.Select(s => $"{s.Key} {s.Value.ToString("P2", CultureInfo.InvariantCulture)}"))}");
        foreach (var together in report.Together.Take(3))
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  {Number(together.Rows)} rows break {string.Join(" and ", together.Rules)} together.");
        }
        console.MarkupLine(report.Passed ? "[green]Every rule holds. 全部规则通过[/]" : $"[red]{report.Rules.Count(r => !r.Passed)} rules are broken. 有规则未通过[/]");
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
