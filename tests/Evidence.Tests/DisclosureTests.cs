using System.Collections.Immutable;
using System.Text;
using Xunit;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Evidence.Tests;

/// <summary>An applicant shows a bank one line of his case and nothing else.</summary>
public sealed class DisclosureTests
{
    private static async Task<TestLog> LogAsync()
    {
        var log = await TestLog.OpenAsync();
        foreach (var (sequence, officer, reason) in ((long, string, string)[])[(1, "张三", "材料齐全"), (2, "李四", "面积相符")])
        {
            var happened = Samples.Event("case/mine", sequence) with
            {
                Private = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("officer", officer), KeyValuePair.Create("reason", reason)]),
            };
            await log.Database.WriteAsync(session => log.Recorder.RecordAsync(session, happened));
        }
        await log.SealAllAsync();
        return log;
    }

    [Fact]
    public async Task One_field_of_one_event_is_opened_alone_and_the_others_stay_closed()
    {
        await using var log = await LogAsync();
        Assert.Equal(["1.officer", "1.reason", "2.officer", "2.reason"], (await log.Proofs.PrivateFieldsAsync("case/mine")).Select(f => $"{f.Sequence}.{f.Name}"));

        var file = await log.Proofs.ProofFileAsync("case/mine", f => f is { Sequence: 2, Name: "reason" });
        var report = ProofVerifier.Verify(file, log.Key.Verifier.ToString());
        Assert.True(report.Holds, report.Failure?.ToString());
        Assert.Equal("面积相符", Assert.Single(report.Events.SelectMany(e => e.Disclosed)).Value);
        Assert.Equal(["officer", "reason"], report.Events[0].Withheld);
        Assert.Equal(["officer"], report.Events[1].Withheld);
        var text = Encoding.UTF8.GetString(file);
        Assert.All((string[])["张三", "李四", "材料齐全"], hidden => Assert.DoesNotContain(hidden, text));
    }

    [Fact]
    public async Task The_salt_of_an_opened_field_opens_no_other_field()
    {
        await using var log = await LogAsync();
        var file = await log.Proofs.ProofFileAsync("case/mine", f => f.Sequence == 2);
        var salts = ProofBundleSalts(file);
        Assert.Equal(2, salts.Distinct().Count());

        var guessed = Forgeries.Edit(file, n => n["events"]![0]!["disclosed"]!["officer"] = new System.Text.Json.Nodes.JsonObject
        {
            ["value"] = "张三",
            ["salt"] = n["events"]![1]!["disclosed"]!["officer"]!["salt"]!.GetValue<string>(),
        });
        Assert.Equal("evidence.verify.field", ProofVerifier.Verify(guessed, log.Key.Verifier.ToString()).Failure?.Code);
    }

    private static List<string> ProofBundleSalts(byte[] file) =>
        [.. Proofs.ProofBundle.Read(file).Events.SelectMany(e => e.Disclosed.Values).Select(f => f.Salt)];
}
