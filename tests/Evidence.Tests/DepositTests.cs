using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Deposits.Receipts;
using Zhuangjin.Evidence.Notes;

namespace Zhuangjin.Evidence.Tests;

/// <summary>A department's programmer connects his system: deposits, repeats, makes mistakes, and gets his proof.</summary>
public sealed class DepositTests
{
    private static readonly string Sha256 = new('a', 64);

    private static object Digest(string scene = "real-estate-registration", long size = 48213, string? sha256 = null) => new { scene, kind = "digest", sha256 = sha256 ?? Sha256, size, name = "张三的登记申请书.pdf" };

    [Fact]
    public async Task A_digest_gets_a_signed_promise_at_once_and_the_proof_when_sealed()
    {
        await using var site = await DepositSite.StartAsync();
        var (status, answer) = await site.PostAsync("/api/v1/deposits", Digest());
        Assert.Equal(HttpStatusCode.Created, status);
        var receipt = answer.Deserialize<DepositReceipt>(JsonSerializerOptions.Web)!;
        Assert.Equal("deposit/01land/real-estate-registration", receipt.Stream);
        Assert.Equal(1, receipt.Sequence);
        Assert.DoesNotContain("张三", receipt.Entry);

        var note = SignedNote.Parse(receipt.Promise);
        Assert.True(note.IsSignedBy(VerifierKey.Parse(receipt.Log)));
        var promise = DepositPromise.Parse(note.Text);
        Assert.Equal((receipt.Id, receipt.Leaf, TimeSpan.FromSeconds(60)), (promise.Id, promise.Leaf, promise.By - promise.ReceivedAt));
        Assert.Throws<FormatException>(() => Checkpoint.Parse(note.Text));

        var proved = await site.SealedAsync(receipt.Id);
        var report = ProofVerifier.Verify(await site.Client.GetByteArrayAsync(proved.Proof.Href), receipt.Log);
        Assert.True(report.Holds);
        Assert.Equal(Sha256, report.Events.Single().Event!.Facts["sha256"]);
        Assert.Equal(receipt.Promise, proved.Promise);
    }

    [Fact]
    public async Task Anybody_finds_deposits_by_scene_day_and_digest_page_by_page()
    {
        await using var site = await DepositSite.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await site.PostAsync("/api/v1/deposits", Digest(sha256: new string((char)('a' + i), 64)));
        }
        await site.PostAsync("/api/v1/deposits", Digest(scene: "bid-witness", sha256: new string('d', 64)));

        var seen = new List<string>();
        for (string? next = "/api/v1/deposits?scene=real-estate-registration&size=2"; next is not null;)
        {
            var page = JsonDocument.Parse(await site.Client.GetStringAsync(next)).RootElement;
            seen.AddRange(page.GetProperty("deposits").EnumerateArray().Select(d => d.GetProperty("sha256").GetString()!));
            next = page.GetProperty("next").GetString();
        }
        Assert.Equal([new('c', 64), new('b', 64), Sha256], seen);

        var one = JsonDocument.Parse(await site.Client.GetStringAsync("/api/v1/deposits?digest=" + new string('D', 64))).RootElement.GetProperty("deposits");
        Assert.Equal("bid-witness", one.EnumerateArray().Single().GetProperty("scene").GetString());
        Assert.Empty(JsonDocument.Parse(await site.Client.GetStringAsync("/api/v1/deposits?to=2001-01-01")).RootElement.GetProperty("deposits").EnumerateArray());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await site.Client.GetAsync("/api/v1/deposits?digest=abc&from=yesterday&size=0", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_record_shows_its_facts_and_hides_its_private_fields()
    {
        await using var site = await DepositSite.StartAsync();
        var (status, answer) = await site.PostAsync("/api/v1/deposits", new
        {
            scene = "subsidy-payment",
            kind = "record",
            facts = new Dictionary<string, string> { ["policy"] = "稳岗返还" },
            @private = new Dictionary<string, string> { ["payee"] = "张三" },
            subject = "grant-2022-0815",
            occurredAt = "2022-08-16T09:30:00+08:00",
        });
        Assert.Equal(HttpStatusCode.Created, status);
        var entry = answer.GetProperty("entry").GetString()!;
        Assert.Contains("\"record.policy\":\"稳岗返还\"", entry);
        Assert.Contains("\"occurred\":\"2022-08-16T09:30:00+08:00\"", entry);
        Assert.Contains("record.payee", entry);
        Assert.DoesNotContain("张三", entry);
        Assert.DoesNotContain("grant-2022-0815", entry);
    }

    [Fact]
    public async Task Sending_twice_gives_the_same_receipt_and_another_content_is_refused()
    {
        await using var site = await DepositSite.StartAsync();
        var first = await site.PostAsync("/api/v1/deposits", Digest(), key: "2022-000123");
        var second = await site.PostAsync("/api/v1/deposits", Digest(), key: "2022-000123");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.Status, second.Status));
        Assert.Equal(first.Answer.GetProperty("promise").GetString(), second.Answer.GetProperty("promise").GetString());
        var other = await site.PostAsync("/api/v1/deposits", Digest(size: 48214), key: "2022-000123");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
        Assert.Equal("evidence.deposit.fault.key-reused", other.Answer.GetProperty("faults")[0].GetProperty("code").GetString());
        var elsewhere = await site.PostAsync("/api/v1/deposits", Digest(), DepositSite.Fire, key: "2022-000123");
        Assert.Equal("deposit/01fire/real-estate-registration", elsewhere.Answer.GetProperty("stream").GetString());
    }

    [Fact]
    public async Task Hundred_at_once_with_one_key_are_one_deposit_and_streams_have_no_gaps()
    {
        await using var site = await DepositSite.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => site.PostAsync("/api/v1/deposits", Digest(sha256: $"{i % 10:x64}"), key: $"k{i % 10}")));
        Assert.Equal(10, answers.Count(a => a.Status == HttpStatusCode.Created));
        Assert.Equal(10, answers.Select(a => a.Answer.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), answers.Select(a => a.Answer.GetProperty("sequence").GetInt64()).Distinct().Order());
    }

    [Fact]
    public async Task In_a_batch_each_deposit_has_its_own_answer()
    {
        await using var site = await DepositSite.StartAsync();
        var good = Enumerable.Range(0, 997).Select(i => (object)new { key = $"b{i}", scene = i % 2 == 0 ? "land-supply" : "joint-survey", kind = "digest", sm3 = $"{i:x64}", size = 1000 + i });
        object[] all = [.. good, new { key = "b0", scene = "land-supply", kind = "digest", sm3 = $"{0:x64}", size = 1000 }, new { scene = "nowhere", kind = "digest" }, new { scene = "land-supply", colour = "red" }];
        var (status, answer) = await site.PostAsync("/api/v1/deposits/batch", new { deposits = all });
        Assert.Equal(HttpStatusCode.OK, status);
        var results = answer.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(997, results.Count(r => r.GetProperty("status").GetInt32() == 201));
        Assert.Equal(200, results[997].GetProperty("status").GetInt32());
        Assert.Equal(results[0].GetProperty("receipt").GetProperty("id").GetString(), results[997].GetProperty("receipt").GetProperty("id").GetString());
        var faults = results[998].GetProperty("faults").EnumerateArray().Select(f => f.GetProperty("field").GetString());
        Assert.Equal(["scene", "sha256", "size"], faults);
        Assert.Contains("real-estate-registration", results[998].GetProperty("faults")[0].GetProperty("message").GetString());
        Assert.Equal(422, results[999].GetProperty("status").GetInt32());
        var over = await site.PostAsync("/api/v1/deposits/batch", new { deposits = Enumerable.Repeat(Digest(), 1001) });
        Assert.Equal("deposits", over.Answer.GetProperty("faults")[0].GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("""{"scene":"land-supply","kind":"digest","sha256":"xyz","size":100}""", "sha256", "digest")]
    [InlineData("""{"scene":"land-supply","kind":"digest","sha256":"SHA","size":18}""", "size", "guessable")]
    [InlineData("""{"scene":"land-supply","kind":"digest","sha256":"SHA","size":"many"}""", "size", "shape")]
    [InlineData("""{"scene":"land-supply","kind":"file","sha256":"SHA","size":100}""", "chunkRoot", "file-chunk-root")]
    [InlineData("""{"scene":"land-supply","kind":"record"}""", "facts", "fields")]
    [InlineData("""{"scene":"land-supply","kind":"record","facts":{"a b":"c"}}""", "facts.a b", "field-name")]
    [InlineData("""{"scene":"land-supply","kind":"record","facts":{"a":"c"},"subject":"450103199001011234567 x"}""", "subject", "subject")]
    [InlineData("""{"scene":"land-supply","kind":"record","facts":{"a":"c"},"occurredAt":"2199-01-01T00:00:00Z"}""", "occurredAt", "occurred-at")]
    [InlineData("""{"scene":"land-supply","kind":"record","facts":{"a":null}}""", "facts.a", "field-value")]
    [InlineData("""[1]""", "", "shape")]
    [InlineData("""{"scene":""", "", "json")]
    public async Task A_mistake_is_told_at_its_field_and_nothing_is_recorded(string body, string field, string code)
    {
        await using var site = await DepositSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/deposits") { Content = new StringContent(body.Replace("SHA", Sha256), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", DepositSite.Land);
        using var answer = await site.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var fault = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("faults")[0];
        Assert.Equal((field, "evidence.deposit.fault." + code), (fault.GetProperty("field").GetString(), fault.GetProperty("code").GetString()));
        Assert.Equal(0, await site.Database.ReadAsync(s => s.FirstAsync("select count(*) from evidence_entry where stream like 'deposit/%'", r => r.GetInt64(0))));
    }

    [Fact]
    public async Task Personal_data_among_open_facts_is_refused_at_its_field()
    {
        await using var site = await DepositSite.StartAsync();
        var (status, answer) = await site.PostAsync("/api/v1/deposits", new { scene = "land-supply", kind = "record", facts = new Dictionary<string, string> { ["phone"] = "13807761234" } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(("facts.phone", "evidence.fault.personal-data-phone"), (answer.GetProperty("faults")[0].GetProperty("field").GetString(), answer.GetProperty("faults")[0].GetProperty("code").GetString()));
        var tooLarge = await site.PostAsync("/api/v1/deposits", new { scene = "land-supply", kind = "record", @private = new Dictionary<string, string> { ["text"] = new('字', 11_000) } });
        Assert.Equal("evidence.deposit.fault.too-large", tooLarge.Answer.GetProperty("faults")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Who_has_no_right_is_refused_and_who_comes_too_often_is_told_to_wait()
    {
        await using var site = await DepositSite.StartAsync(DepositRules.Default with { PerMinute = 60, AtOnce = 5 });
        Assert.Equal(HttpStatusCode.Forbidden, (await site.PostAsync("/api/v1/deposits", Digest(), department: null)).Status);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 30; i++)
        {
            answers.Add((await site.PostAsync("/api/v1/deposits", Digest())).Status);
        }
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.TooManyRequests], answers.Distinct());
        Assert.Equal(HttpStatusCode.Created, (await site.PostAsync("/api/v1/deposits", Digest(), DepositSite.Fire)).Status);
    }

    [Fact]
    public async Task A_broken_promise_is_counted()
    {
        await using var site = await DepositSite.StartAsync(DepositRules.Default with { MaximumMergeDelay = TimeSpan.FromMicroseconds(1) }, sealing: false);
        var (_, answer) = await site.PostAsync("/api/v1/deposits", Digest());
        var late = (await site.Deposits.ReceiptAsync(answer.GetProperty("id").GetString()!))!;
        Assert.Equal(DepositProof.Overdue, late.Proof.State);
        Assert.Equal(1, await site.Deposits.OverdueAsync());
    }

    [Fact]
    public void The_catalogue_has_thirty_two_scenes_in_both_languages()
    {
        Assert.Equal(32, DepositScenes.All.Select(s => s.Key).Distinct().Count());
        Assert.All(DepositScenes.All, s => Assert.True(s.Departments.Count > 0 && s.Name.In("en") != s.Name.In("zh") && s.Deposits.In("en") != s.Deposits.In("zh")));
    }
}
