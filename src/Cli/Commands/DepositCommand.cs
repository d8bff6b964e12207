using System.CommandLine;
using System.Globalization;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj deposit: deposits files' digests from a department's machine, and keeps receipts and proofs beside the files. May be stopped and repeated at any time.</summary>
internal static class DepositCommand
{
    private const string SecretVariable = "ZJ_CLIENT_SECRET";

    private const string TokenVariable = "ZJ_TOKEN";

    public static Command Make()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "Files to deposit. Only digests leave this machine.", Arity = ArgumentArity.OneOrMore };
        files.AcceptExistingOnly();
        var to = new Option<Uri>("--to")
        {
            Description = "Address of the platform, for example https://example.gov.cn",
            HelpName = "URL",
            Required = true,
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                {
                    return new Uri(address.GetLeftPart(UriPartial.Authority));
                }
                result.AddError($"'{result.Tokens[0].Value}' is no address; write for example https://example.gov.cn");
                return null;
            },
        };
        var scene = new Option<string>("--scene") { Description = "Key of the scene; see /evidence/deposits/scenes.", HelpName = "KEY", Required = true };
        scene.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } key && DepositScenes.Find(key) is null)
            {
                result.AddError($"There is no scene '{key}'. The scenes are: {string.Join(", ", DepositScenes.All.Select(s => s.Key))}");
            }
        });
        var token = new Option<string?>("--token") { Description = $"Bearer token; by default that of the variable {TokenVariable}.", HelpName = "TOKEN" };
        var client = new Option<string?>("--client") { Description = $"Client id of the department's program; its secret stands in the variable {SecretVariable} or in --secret-file.", HelpName = "ID" };
        var secret = new Option<FileInfo>("--secret-file") { Description = "File that holds the program's secret.", HelpName = "FILE" };
        secret.AcceptExistingOnly();
        var subject = new Option<string?>("--subject") { Description = "Reference to what the files are about, without personal data.", HelpName = "REF" };
        var department = new Option<string?>("--department") { Description = "Id of the department, for programs that deposit for several.", HelpName = "ID" };
        var wait = new Option<bool>("--wait") { Description = "Wait for the proofs and write FILE.tlog-proof." };
        var language = new Option<string>("--language") { Description = "zh or en.", DefaultValueFactory = _ => "zh" };
        language.AcceptOnlyFromAmong("zh", "en");
        var command = new Command("deposit", "Deposit files' digests as evidence. 存证") { files, to, scene, token, client, secret, subject, department, wait, language };
        command.SetAction(async (parsed, cancel) =>
        {
            var texts = new PhraseBook([typeof(EvidenceModule).Assembly]).In(parsed.GetValue(language)!);
            using var web = new HttpClient { BaseAddress = parsed.GetValue(to), Timeout = TimeSpan.FromMinutes(2) };
            web.DefaultRequestHeaders.AcceptLanguage.ParseAdd(parsed.GetValue(language)!);
            var login = new DepositLogin(
                parsed.GetValue(token) ?? Environment.GetEnvironmentVariable(TokenVariable),
                parsed.GetValue(client),
                parsed.GetValue(secret) is { } file ? (await File.ReadAllTextAsync(file.FullName, cancel)).Trim() : Environment.GetEnvironmentVariable(SecretVariable));
            var run = new DepositRun(web, login, parsed.GetValue(scene)!, parsed.GetValue(subject), parsed.GetValue(department), TimeProvider.System);
            return await AllAsync(run, parsed.GetValue(files)!, parsed.GetValue(wait), texts, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancel);
        });
        return command;
    }

    /// <summary>A file that fails holds back no other; the exit code tells that one did.</summary>
    private static async Task<int> AllAsync(DepositRun run, FileInfo[] files, bool wait, Phrases texts, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var failed = 0;
        foreach (var file in files)
        {
            try
            {
                var (receipt, again) = await run.DepositAsync(file, cancel);
                await output.WriteLineAsync($"✔ {file.Name}  {receipt.Stream} #{receipt.Sequence.ToString(CultureInfo.InvariantCulture)}  {receipt.Id}{(again ? "  " + texts["evidence.deposit.cli.again"] : "")}");
                foreach (var warning in receipt.Warnings)
                {
                    await output.WriteLineAsync("  ! " + texts[warning]);
                }
                if (wait && !await run.WaitForProofAsync(file, receipt, cancel))
                {
                    failed++;
                    await error.WriteLineAsync($"✘ {file.Name}  {texts["evidence.deposit.cli.no-proof"]}");
                }
            }
            catch (Exception fault) when (fault is DepositRefused or HttpRequestException or IOException or UnauthorizedAccessException)
            {
                failed++;
                await error.WriteLineAsync($"✘ {file.Name}  {fault.Message}");
            }
        }
        return failed == 0 ? 0 : 1;
    }
}
