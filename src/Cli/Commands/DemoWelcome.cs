using Spectre.Console;

namespace Zhuangjin.Cli.Commands;

/// <summary>What a visitor reads when the demo stands.</summary>
internal static class DemoWelcome
{
    public static void Print(Uri address)
    {
        var console = AnsiConsole.Console;
        console.WriteLine();
        console.Write(new Rule("[bold red]壮锦 Zhuangjin[/]") { Justification = Justify.Left });
        console.MarkupLineInterpolated($"  演示已启动 The demo is running at  [bold underline]{address.GetLeftPart(UriPartial.Authority)}[/]");
        console.WriteLine();
        console.MarkupLine("  [dim]Ctrl+C 结束 stops it. 数据均为虚构 All data are invented.[/]");
    }
}
