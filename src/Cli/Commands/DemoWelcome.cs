using Spectre.Console;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cli.Commands;

/// <summary>What a visitor reads when the demo stands.</summary>
internal static class DemoWelcome
{
    /// <summary>The demo's people in the order in which the story meets them.</summary>
    private static readonly (string Chinese, string English, string[] Logins)[] Groups =
    [
        ("建设单位", "Applicants", ["owner", "owner2", "agent"]),
        ("窗口与审批", "Window and approval", ["clerk", "approver"]),
        ("七个办理部门", "The seven offices", ["planning", "defence", "fire", "archive", "cadastre", "housing", "registry", "registry2"]),
        ("水电气与测绘", "Utilities and survey", ["water", "power", "gas", "surveyor"]),
        ("督办与管理", "Supervision and administration", ["supervisor", "admin"]),
    ];

    private static readonly (string Chinese, string English)[] ToTry =
    [
        ("以 owner 登录，打开“右江花园一期”，申请“验收即交证”", "sign in as owner, open the first project, apply for the certificate"),
        ("以 clerk 受理，再以七个部门的账号分别签收、办理：证书随即生成", "accept it as clerk, let the seven offices answer: the certificate is issued at once"),
        ("用手机扫证书上的二维码，或在 /verify 查验；以 registry 撤销后再查一次", "check the certificate at /verify or by its QR code; revoke it as registry and look again"),
        ("在页面顶端把日期推进一个工作日，看期限变黄、变红；在办件页下载存证证明，用 zj verify 核验", "move the clock on at the top of a page and see lights change; download a case's proof and check it with zj verify"),
    ];

    public static void Print(Uri address)
    {
        var console = AnsiConsole.Console;
        console.WriteLine();
        console.Write(new Rule("[bold red]壮锦 Zhuangjin[/]") { Justification = Justify.Left });
        console.MarkupLineInterpolated($"  演示已启动 The demo is running at  [bold underline]{address.GetLeftPart(UriPartial.Authority)}[/]");
        console.WriteLine();
        console.MarkupLineInterpolated($"  [bold]账号 Accounts[/]  密码均为 the password of all is [bold]{DemoAccounts.Password}[/]");
        foreach (var (chinese, english, accounts) in Grouped())
        {
            console.MarkupLineInterpolated($"  {chinese} [dim]{english}[/]");
            foreach (var account in accounts)
            {
                console.MarkupLineInterpolated($"    [bold]{account.Login,-14}[/] {account.What.In("zh")}  [dim]{account.What.In("en")}[/]");
            }
        }
        console.WriteLine();
        console.MarkupLine("  [bold]可以这样试 What to try[/]");
        foreach (var (index, (chinese, english)) in ToTry.Index())
        {
            console.MarkupLineInterpolated($"  {index + 1}. {chinese}");
            console.MarkupLineInterpolated($"     [dim]{english}[/]");
        }
        console.WriteLine();
        console.MarkupLine("  [dim]Ctrl+C 结束 stops it. 数据均为虚构 All data are invented.[/]");
    }

    /// <summary>The groups with their accounts; an account that no group names stands at the end, so that none is forgotten.</summary>
    private static IEnumerable<(string Chinese, string English, IReadOnlyList<DemoAccount> Accounts)> Grouped()
    {
        foreach (var (chinese, english, logins) in Groups)
        {
            yield return (chinese, english, [.. logins.Select(l => DemoAccounts.All.FirstOrDefault(a => a.Login == l)).OfType<DemoAccount>()]);
        }
        var rest = DemoAccounts.All.Where(a => !Groups.Any(g => g.Logins.Contains(a.Login))).ToList();
        if (rest.Count > 0)
        {
            yield return ("其他", "Others", rest);
        }
    }
}
