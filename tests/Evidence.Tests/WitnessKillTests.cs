using System.Diagnostics;
using Xunit;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>`zj witness` as another party runs it: killed with -9 while it co-signs, again and again, it never signs backwards.</summary>
public sealed class WitnessKillTests
{
    [Fact]
    public async Task Wherever_it_dies_it_remembers_everything_that_it_answered()
    {
        using var folder = new TestFolder();
        using var log = new NotedLog("city.example/log", 9);
        var random = new Random(20220816);
        var (answered, asked, key) = (0L, 0L, "");
        for (var round = 0; round < 4; round++)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [WitnessProcess.Program, "witness", "--data", folder.Path, "--log", log.Verifier.ToString(), "--name", "auditor.example", "--port", "0"])
            { RedirectStandardOutput = true, UseShellExecute = false })!;
            var line = await process.StandardOutput.ReadLineAsync() ?? "";
            Assert.True(key.Length == 0 || key == line, $"another key after a restart: {line}");
            key = line;
            using var client = new HttpClient { BaseAddress = new Uri((await process.StandardOutput.ReadLineAsync())!) };

            // After the kill it knows what it answered, or the one state more that it had stored and not answered yet.
            var (code, body) = await PostAsync(client, NotedLog.Body(asked + 1, [], log.Note(asked + 1)));
            var known = long.Parse(body);
            Assert.Equal(409, code);
            Assert.True(known == answered || known == asked, $"answered {answered}, asked {asked}, but it knows {known}");
            answered = asked = known;

            var until = random.Next(3, 25);
            var killing = Task.CompletedTask;
            for (var i = 0; ; i++)
            {
                asked = answered + 1;
                if (i == until)
                {
                    killing = Task.Run(process.Kill); // SIGKILL, racing with the store and the answer
                }
                try
                {
                    (code, body) = await PostAsync(client, log.Ask(answered, asked));
                }
                catch (HttpRequestException)
                {
                    break;
                }
                Assert.Equal(200, code);
                Assert.True(SignedNote.Parse(log.Note(asked) + body).IsSignedBy(VerifierKey.ParseWitness(key)));
                answered = asked;
            }
            await killing;
            await process.WaitForExitAsync();
            Assert.Equal(137, process.ExitCode);
        }
        Assert.True(answered > 8, $"only {answered} answers");
    }

    private static async Task<(int Code, string Body)> PostAsync(HttpClient client, string body)
    {
        using var answer = await client.PostAsync(new Uri("/add-checkpoint", UriKind.Relative), new StringContent(body));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}

/// <summary>The program `zj` beside the tests.</summary>
internal static class WitnessProcess
{
    public static string Program
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory); // .build/bin/{project}/{configuration}
            return Path.Combine(own.Parent!.Parent!.FullName, "Zhuangjin.Cli", own.Name, "zj.dll");
        }
    }
}
