using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj import: brings a sheet of cases to a running node, checks it, and enters its sound rows when told to.</summary>
internal static class ImportCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public static Command Make()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV (UTF-8 or GBK) or Excel (xlsx), headings in the first row." };
        file.AcceptExistingOnly();
        var server = new Option<Uri>("--server") { Description = "Address of the platform: https://example.gov.cn", HelpName = "URL", Required = true };
        var token = new Option<string>("--token") { Description = "Bearer token of the program that enters the cases.", HelpName = "TOKEN", Required = true };
        var matter = new Option<string>("--matter") { Description = "Key of the matter.", HelpName = "KEY", Required = true };
        var old = new Option<bool>("--old") { Description = "The rows are old cases of an earlier register, not new applications." };
        var columns = new Option<string[]>("--column") { Description = "TARGET=HEADING, where the heading does not say it: form.name=花园名称. As often as needed.", HelpName = "TARGET=HEADING", DefaultValueFactory = _ => [] };
        var enter = new Option<bool>("--enter") { Description = "Enter the sound rows. Without it the sheet is only checked." };
        var faulty = new Option<FileInfo?>("--faulty") { Description = "Write the faulty rows, with what is wrong beside each, into this file.", HelpName = "FILE" };
        var command = new Command("import", "Bring cases from a sheet; checks first, enters with --enter. 批量导入") { file, server, token, matter, old, columns, enter, faulty };
        command.SetAction(async (parsed, cancel) =>
        {
            using var web = new HttpClient { BaseAddress = parsed.GetValue(server) };
            web.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", parsed.GetValue(token));
            var output = parsed.InvocationConfiguration.Output;
            var sheet = parsed.GetValue(file)!;
            await using var content = sheet.OpenRead();
            using var body = new StreamContent(content);
            var import = await AnswerAsync(await web.PostAsync($"/api/v1/imports?matter={Uri.EscapeDataString(parsed.GetValue(matter)!)}&kind={(parsed.GetValue(old) ? "OldCases" : "Applications")}&name={Uri.EscapeDataString(sheet.Name)}", body, cancel), cancel);
            var address = "/api/v1/imports/" + import.GetProperty("id").GetString();
            if (parsed.GetValue(columns) is { Length: > 0 } given)
            {
                var matched = import.GetProperty("columns").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetString()!, StringComparer.Ordinal);
                foreach (var pair in given.Select(c => c.Split('=', 2)).Where(c => c.Length == 2))
                {
                    matched[pair[0]] = pair[1];
                }
                import = await AnswerAsync(await web.PutAsJsonAsync(address + "/columns", matched, cancel), cancel);
            }
            await TellAsync(output, import);
            foreach (var fault in (await AnswerAsync(await web.GetAsync(address + "/faults?most=20", cancel), cancel)).EnumerateArray())
            {
                await output.WriteLineAsync($"  row {fault.GetProperty("row")} {fault.GetProperty("heading")}: {fault.GetProperty("fault").GetProperty("code")}");
            }
            if (parsed.GetValue(enter))
            {
                import = await AnswerAsync(await web.PostAsync(address + "/run", null, cancel), cancel);
                while (import.GetProperty("status").GetString() == "Running")
                {
                    await Task.Delay(Look, TimeProvider.System, cancel);
                    import = await AnswerAsync(await web.GetAsync(address, cancel), cancel);
                }
                await TellAsync(output, import);
            }
            if (parsed.GetValue(faulty) is { } target)
            {
                await File.WriteAllBytesAsync(target.FullName, await web.GetByteArrayAsync(address + "/faulty-rows", cancel), cancel);
            }
            return import.GetProperty("faulty").GetInt32() == 0 ? 0 : 1;
        });
        return command;
    }

    private static Task TellAsync(TextWriter output, JsonElement import) => output.WriteLineAsync(
        $"{import.GetProperty("rows")} rows, {import.GetProperty("faulty")} faulty, {import.GetProperty("done")} entered. 共 {import.GetProperty("rows")} 行，有问题 {import.GetProperty("faulty")} 行，已录入 {import.GetProperty("done")} 行。");

    /// <exception cref="InvalidOperationException">The platform refused; the message is its answer.</exception>
    private static async Task<JsonElement> AnswerAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        using (answer)
        {
            return answer.IsSuccessStatusCode
                ? await answer.Content.ReadFromJsonAsync<JsonElement>(cancel)
                : throw new InvalidOperationException($"The platform answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
        }
    }
}
