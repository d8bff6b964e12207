using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.EvidenceScenes.Demo;

/// <summary>While the demo's cases go their way, the systems of Baise's departments deposit evidence: twice on each working day, under every scene in turn.</summary>
internal sealed class DepositStory(IDeposits deposits, IOrganisations organisations) : IDemoStory
{
    private const string City = "451000";

    /// <summary>Scenes whose systems deposit at one moment.</summary>
    private const int AtOnce = 5;

    private static readonly DateOnly First = new(2022, 7, 5);

    private static readonly DateTimeOffset End = ChinaTime.At(new(2022, 8, 16), new(8, 50));

    private static readonly TimeOnly[] Moments = [new(9, 42), new(15, 17)];

    private static readonly string[] Recording = ["data-sharing", "subsidy-payment", "enterprise-hotline", "supervision", "website-patrol", "utility-connection", "public-rental"];

    private static readonly string[] Filing = ["joint-survey", "bid-witness", "medical-imaging", "city-management"];

    public string Name => "evidence";

    public async Task TellAsync(IStoryClock clock, CancellationToken cancel = default)
    {
        for (var moment = 0; MomentOf(moment) is var at && at < End; moment++)
        {
            await clock.MoveToAsync(at);
            await HappenAsync(moment, at, cancel);
        }
    }

    private static DateTimeOffset MomentOf(int number)
    {
        var day = First.AddDays(number / Moments.Length / 5 * 7);
        for (var left = number / Moments.Length % 5; left > 0; left--)
        {
            day = day.AddDays(1);
            while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                day = day.AddDays(1);
            }
        }
        return ChinaTime.At(day, Moments[number % Moments.Length].Add(TimeSpan.FromSeconds(number * 37 % 900)));
    }

    /// <summary>The systems of several departments deposit at once, as in service.</summary>
    private async Task HappenAsync(int moment, DateTimeOffset at, CancellationToken cancel)
    {
        if (organisations.Area(City) is not { } city)
        {
            return;
        }
        var made = Enumerable.Range(moment * AtOnce, AtOnce)
            .Select(n => (Number: n, Scene: DepositScenes.All[n % DepositScenes.All.Count]))
            .Select(d => (Office: organisations.Resolve(d.Scene.Departments[d.Number / DepositScenes.All.Count % d.Scene.Departments.Count], city.Id), Deposit: Made(d.Number, d.Scene.Key, at)))
            .Where(d => d.Office is not null)
            .GroupBy(d => d.Office!.Id, d => d.Deposit, StringComparer.Ordinal);
        foreach (var answer in (await Task.WhenAll(made.Select(g => deposits.DepositAsync(new("demo-system-" + g.Key, g.Key), [.. g], cancel)))).SelectMany(a => a))
        {
            if (answer.Receipt is null)
            {
                throw new InvalidOperationException($"The demo's deposit was refused: {string.Join("; ", answer.Faults)}");
            }
        }
    }

    private static NewDeposit Made(int number, string scene, DateTimeOffset at)
    {
        var (key, text) = ($"demo-{number:D5}", string.Create(CultureInfo.InvariantCulture, $"synthetic original {number} of {scene}"));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var occurred = at.AddMinutes(-3 - (number * 7 % 50));
        if (Recording.Contains(scene))
        {
            return new(
                scene, DepositKinds.Record, key, OccurredAt: occurred, Subject: $"matter-{number:D5}",
                Facts: new Dictionary<string, string>(StringComparer.Ordinal) { ["number"] = $"示例〔2022〕{number + 1}号", ["outcome"] = number % 4 == 0 ? "办理中" : "已办结" },
                Private: new Dictionary<string, string>(StringComparer.Ordinal) { ["handler"] = "示例·经办人", ["remark"] = $"演示数据 {number}" });
        }
        return Filing.Contains(scene)
            ? new(scene, DepositKinds.File, key, Sha256: digest, Size: 180_000_000L + (number * 7_340_032L), ChunkRoot: Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text + " chunks"))), Name: $"示例成果{number}.zip", OccurredAt: occurred)
            : new(scene, DepositKinds.Digest, key, Sha256: digest, Size: 20_480 + (number * 977 % 900_000), Name: $"示例文书{number}.pdf", OccurredAt: occurred);
    }
}
