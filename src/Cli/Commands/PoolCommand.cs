using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj pool trace-leak: asks the platform under which grant a leaked file was given. Ends with 0 when somebody is named, 1 when the file bears no marks, 2 when it could not be asked.</summary>
internal static class PoolCommand
{
    private const int Nobody = 1;

    private const int Unusable = 2;

    public static Command Make()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The leaked file or a part of it: CSV or any text (UTF-8, GBK), or Parquet." };
        file.AcceptExistingOnly();
        var server = new Option<Uri>("--server") { Description = "Address of the platform: https://example.gov.cn", HelpName = "URL", Required = true };
        var token = new Option<string>("--token") { Description = "Bearer token of one who oversees sharing.", HelpName = "TOKEN", Required = true };
        var json = new Option<bool>("--json") { Description = "Answer as JSON." };
        var trace = new Command("trace-leak", "Tell under which grant a leaked file was given. 泄露文件溯源") { file, server, token, json };
        trace.SetAction(async (parsed, cancel) =>
        {
            using var web = new HttpClient { BaseAddress = parsed.GetValue(server) };
            web.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", parsed.GetValue(token));
            await using var content = parsed.GetValue(file)!.OpenRead();
            using var body = new StreamContent(content);
            return await AskAsync(web, body, parsed.InvocationConfiguration, parsed.GetValue(json), cancel);
        });
        return new Command("pool", "Work with the data pool. 数据共享池") { trace };
    }

    private static async Task<int> AskAsync(HttpClient web, HttpContent body, InvocationConfiguration console, bool json, CancellationToken cancel)
    {
        try
        {
            using var answer = await web.PostAsync("/api/v1/pool/leaks", body, cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            if (!answer.IsSuccessStatusCode)
            {
                await console.Error.WriteLineAsync($"The platform answered {(int)answer.StatusCode}: {text}");
                return Unusable;
            }
            using var told = JsonDocument.Parse(text);
            if (json)
            {
                await console.Output.WriteLineAsync(text);
            }
            else
            {
                await PrintAsync(console.Output, told.RootElement.GetProperty("grants"));
            }
            return told.RootElement.GetProperty("grants").GetArrayLength() > 0 ? 0 : Nobody;
        }
        catch (HttpRequestException trouble)
        {
            await console.Error.WriteLineAsync($"The platform cannot be reached: {trouble.Message}");
            return Unusable;
        }
    }

    private static async Task PrintAsync(TextWriter output, JsonElement grants)
    {
        if (grants.GetArrayLength() == 0)
        {
            await output.WriteLineAsync("Too few marks of any grant to name somebody; that clears nobody. Try a larger part of the file, as it was found. 标记不足，无法指认；这不说明没有泄露。");
        }
        foreach (var grant in grants.EnumerateArray())
        {
            await output.WriteLineAsync($"{Name(grant.GetProperty("recipient"))} · {Name(grant.GetProperty("title"))} · {grant.GetProperty("purpose").GetString()}");
            await output.WriteLineAsync($"  grant {grant.GetProperty("grant").GetString()} of {grant.GetProperty("at").GetString()}: {grant.GetProperty("codes")} of {grant.GetProperty("allCodes")} row codes, {grant.GetProperty("agreeing")} of {grant.GetProperty("places")} signs");
        }
    }

    private static string Name(JsonElement text) => text.ValueKind == JsonValueKind.String ? text.GetString()! : string.Join(" / ", text.EnumerateObject().Select(p => p.Value.GetString()).Where(v => !string.IsNullOrEmpty(v)));
}
