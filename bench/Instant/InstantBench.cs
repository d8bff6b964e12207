using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Bench.Measuring;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Scenarios;
using Zhuangjin.Scenarios.BusinessRegistration.Industry;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;
using Zhuangjin.Web.Host;

namespace Zhuangjin.Bench.Instant;

/// <summary>企业开办: from a clean application sent off to the decision by machine, and to the licence signed with SM2, in the whole demo with every scenario loaded; beside it bare SM2 signatures and flushes of the same minute.</summary>
public static class InstantBench
{
    private const string Matter = "business-registration";
    private const int Warming = 5;

    /// <param name="args">--applications N (200).</param>
    public static async Task RunAsync(string[] args)
    {
        var count = Array.IndexOf(args, "--applications") is var at and >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : 200;
        using var folder = new TestFolder();
        await using var site = ZhuangjinHost.Build(new NodeOptions { DataDirectory = folder.Path, Port = FreePort(), Demo = true });
        await site.StartAsync();
        using var scope = site.Services.CreateScope();
        var stage = ActivatorUtilities.CreateInstance<DemoStage>(scope.ServiceProvider, new Today());
        var party = (await stage.ActorAsync("owner")).Parties.First(p => p.Party.Kind == PartyKind.LegalEntity).Party.Id;
        var key = Sm2PrivateKey.Generate();
        var (decided, licensed, signed, byHand) = (new List<double>(), new List<double>(), new List<double>(), 0);
        for (var i = -Warming; i < count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            var id = await stage.ApplyAsync("owner", Matter, party, null, Form(i));
            var done = await UntilAsync(stage, id, s => s.DecidedAt is not null || s.Checks.ContainsKey("register"));
            var decision = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (done.DecidedAt is null)
            {
                byHand++;
                continue;
            }
            await UntilAsync(stage, id, s => s.CertificateId is not null);
            var licence = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            began = Stopwatch.GetTimestamp();
            key.Sign(RandomNumberGenerator.GetBytes(1024));
            if (i >= 0)
            {
                decided.Add(decision);
                licensed.Add(licence);
                signed.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }
        Console.WriteLine($"{decided.Count} applications one after the other, each with its draft and one uploaded paper; {byHand} more went to a person. Flushes of 4 KB: {Disk.FlushesPerSecond(folder.Path):0}/s.");
        Console.WriteLine($"{"",-40}{"p50 ms",10}{"p99 ms",10}");
        Print("draft, sent off, decided by machine", decided);
        Print("the same, until the licence is signed", licensed);
        Print("an SM2 signature alone", signed);
        await site.StopAsync();
    }

    /// <summary>A name that stands beside all others of the bench: names bar one another inside an industry class only, and in one class no two share more than half of their 字号.</summary>
    private static string NameOf(int number)
    {
        const string Pairs = "澜枫棠榕雁岚峰湖穗禾桑麦杉柏栀槿";
        var industries = Industries.All.Count;
        var pair = number / industries % (Pairs.Length / 2) * 2;
        return $"百色示例{Pairs[pair..(pair + 2)]}{Industries.Wordings.First(w => w.Class == number % industries).Word}有限公司";
    }

    private static Dictionary<string, string> Form(int number)
    {
        return new(StringComparer.Ordinal)
        {
            ["phone"] = "13800000000",
            ["enterprise_name"] = NameOf(number + Warming),
            ["capital"] = "100",
            ["scope"] = "卖日用品，农产品销售",
            ["division"] = "451002",
            ["address"] = "百色市右江区示例路8号",
            ["bank"] = "first",
        };
    }

    private static async Task<CaseState> UntilAsync(DemoStage stage, string id, Func<CaseState, bool> there)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began).TotalSeconds < 30;)
        {
            if ((await stage.ViewAsync("owner", id)).State is var state && there(state))
            {
                return state;
            }
            await Task.Delay(1);
        }
        throw new TimeoutException($"The case {id} did not come that far within half a minute.");
    }

    private static void Print(string what, List<double> values)
    {
        values.Sort();
        Console.WriteLine($"{what,-40}{values[values.Count / 2],10:0.00}{values[Math.Min(values.Count - 1, values.Count * 99 / 100)],10:0.00}");
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Today : IStoryClock
    {
        public Task MoveToAsync(DateTimeOffset at) => Task.CompletedTask;
    }
}
