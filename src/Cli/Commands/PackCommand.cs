using System.CommandLine;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj pack: for those who write scenarios. Checks a pack, and runs its golden timelines.</summary>
internal static class PackCommand
{
    public static Command Make() => new("pack", "Check a pack and run its golden timelines. 检查事项包、演练样例") { Check(), Test() };

    private static Command Check()
    {
        var folder = Folder();
        var command = new Command("check", "Read the matters of a pack and tell everything that is wrong: file, line, column, and what to write instead.") { folder };
        command.SetAction(parsed => Check(parsed.InvocationConfiguration, parsed.GetValue(folder)!));
        return command;
    }

    private static Command Test()
    {
        var folder = Folder();
        var command = new Command("test", "Run the golden timelines cases/*.yaml of a pack: commands at instants, and what the case must have become.") { folder };
        command.SetAction(parsed => Test(parsed.InvocationConfiguration, parsed.GetValue(folder)!));
        return command;
    }

    private static int Check(InvocationConfiguration console, string folder)
    {
        var report = Packs.Check(folder);
        foreach (var error in report.Errors)
        {
            console.Output.WriteLine($"{folder.TrimEnd('/')}/{error.File}:{error.Line}:{error.Column}: {error.Message}");
            console.Output.WriteLine($"    {error.Remedy}");
        }
        console.Output.WriteLine(report.Errors.Count > 0
            ? $"{Count(report.Errors.Count, "error")} in {folder}"
            : $"{report.Title}: {Count(report.Matters.Count, "matter")} in order ({string.Join(", ", report.Matters.Select(m => m.Key))})");
        return report.Errors.Count > 0 ? 1 : 0;
    }

    private static int Test(InvocationConfiguration console, string folder)
    {
        var results = Packs.Rehearse(folder, WorkCalendar.Shipped);
        foreach (var result in results)
        {
            console.Output.WriteLine($"{(result.Passed ? "ok    " : "FAILED")} {Path.GetFileNameWithoutExtension(result.File),-32} {result.Title}");
            foreach (var difference in result.Differences)
            {
                console.Output.WriteLine($"         {difference}");
            }
        }
        var failed = results.Count(r => !r.Passed);
        if (results.Count == 0)
        {
            console.Error.WriteLine($"There are no timelines in {folder}/cases. Write one: docs/guides/write-a-scenario.md.");
            return 1;
        }
        console.Output.WriteLine($"{results.Count - failed} passed, {failed} failed");
        return failed > 0 ? 1 : 0;
    }

    private static Argument<string> Folder() => new("DIR") { Description = "Folder of the pack, for example scenarios/acceptance-certificate." };

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
