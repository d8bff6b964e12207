using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>Another city's software reports and follows by Open311 GeoReport v2, over real HTTP.</summary>
public sealed class CityOpen311(SiteFixture site)
{
    private const string Key = "demo-open311";

    private HttpClient Client() => new() { BaseAddress = new(site.Address + "/open311/v2/") };

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static FormUrlEncodedContent Form(params (string, string)[] values) => new(values.Select(v => KeyValuePair.Create(v.Item1, v.Item2)));

    [Fact]
    public async Task What_can_be_reported_is_told_in_both_formats()
    {
        using var client = Client();
        using var json = await client.GetAsync("services.json?jurisdiction_id=450721");
        var services = await JsonAsync(json);
        Assert.Equal(12, services.GetArrayLength());
        var garbage = services.EnumerateArray().Single(s => s.GetProperty("service_code").GetString() == "garbage");
        Assert.Equal(("暴露垃圾", "市容环境类", "realtime"), (garbage.GetProperty("service_name").GetString(), garbage.GetProperty("group").GetString(), garbage.GetProperty("type").GetString()));
        Assert.True(garbage.GetProperty("metadata").GetBoolean());

        using var xml = await client.GetAsync("services.xml");
        Assert.Equal("text/xml; charset=utf-8", xml.Content.Headers.ContentType?.ToString());
        var root = XDocument.Parse(await xml.Content.ReadAsStringAsync()).Root!;
        Assert.Equal("services", root.Name);
        Assert.Equal(12, root.Elements("service").Count());

        using var definition = await client.GetAsync("services/manhole.xml");
        var attribute = XDocument.Parse(await definition.Content.ReadAsStringAsync()).Root!.Element("attributes")!.Element("attribute")!;
        Assert.Equal(("grid", "singlevaluelist", "false"), (attribute.Element("code")!.Value, attribute.Element("datatype")!.Value, attribute.Element("required")!.Value));
        Assert.Equal("LS-001", attribute.Element("values")!.Elements("value").First().Element("key")!.Value);

        using var english = new HttpRequestMessage(HttpMethod.Get, "services.json");
        english.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));
        using var told = await client.SendAsync(english);
        Assert.Contains("Broken road", await told.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hotline_reports_and_finds_its_report_again()
    {
        using var client = Client();
        using var sent = await client.PostAsync("requests.json", Form(
            ("api_key", Key), ("service_code", "tree"), ("lat", "22.4512"), ("long", "109.3051"), ("address_string", "三海街道示例北街 3 号"), ("description", "树倒在人行道上"), ("phone", "00000000000"), ("first_name", "示例")));
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        var receipt = (await JsonAsync(sent))[0];
        var number = receipt.GetProperty("service_request_id").GetString()!;

        using var one = await client.GetAsync($"requests/{number}.json");
        var request = (await JsonAsync(one))[0];
        Assert.Equal(("open", "tree", "三海街道示例北街 3 号", "LS-004"), (request.GetProperty("status").GetString(), request.GetProperty("service_code").GetString(), request.GetProperty("address").GetString(), request.GetProperty("address_id").GetString()));
        Assert.Equal(22.4512, request.GetProperty("lat").GetDouble(), 6);
        Assert.Matches(@"^2022-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$", request.GetProperty("requested_datetime").GetString());
        // Who called and what was said is for those at work.
        var text = await one.Content.ReadAsStringAsync();
        Assert.DoesNotContain("树倒在人行道上", text, StringComparison.Ordinal);
        Assert.DoesNotContain("00000000000", text, StringComparison.Ordinal);

        using var token = await client.GetAsync($"tokens/{receipt.GetProperty("token").GetString()}.xml");
        Assert.Equal(number, XDocument.Parse(await token.Content.ReadAsStringAsync()).Root!.Element("request")!.Element("service_request_id")!.Value);

        using var open = await client.GetAsync("requests.json?status=open&service_code=tree,garbage");
        var found = await JsonAsync(open);
        Assert.Contains(found.EnumerateArray(), r => r.GetProperty("service_request_id").GetString() == number);
        Assert.All(found.EnumerateArray(), r => Assert.True(r.GetProperty("status").GetString() == "open" && r.GetProperty("service_code").GetString() is "tree" or "garbage"));

        using var several = await client.GetAsync($"requests.xml?service_request_id={number},450721-20220808-000001,none");
        Assert.Equal(2, XDocument.Parse(await several.Content.ReadAsStringAsync()).Root!.Elements("request").Count());
    }

    [Fact]
    public async Task Closed_requests_of_a_time_come_page_by_page()
    {
        using var client = Client();
        const string Span = "requests.json?status=closed&start_date=2022-05-01T00:00:00%2B08:00&end_date=2022-06-01T00:00:00%2B08:00";
        var all = await JsonAsync(await client.GetAsync(Span));
        Assert.InRange(all.GetArrayLength(), 500, 700);
        Assert.All(all.EnumerateArray(), r => Assert.StartsWith("2022-05", r.GetProperty("requested_datetime").GetString(), StringComparison.Ordinal));

        var first = await JsonAsync(await client.GetAsync(Span + "&page=1&page_size=50"));
        var second = await JsonAsync(await client.GetAsync(Span + "&page=2&page_size=50"));
        Assert.Equal(50, first.GetArrayLength());
        Assert.Empty(first.EnumerateArray().Select(r => r.GetProperty("service_request_id").GetString()).Intersect(second.EnumerateArray().Select(r => r.GetProperty("service_request_id").GetString())));

        var usual = await JsonAsync(await client.GetAsync("requests.json"));
        Assert.Equal(1_000, usual.GetArrayLength());
    }

    [Theory]
    [InlineData("services/no-such", 404)]
    [InlineData("services?jurisdiction_id=110000", 404)]
    [InlineData("requests/450721-19990101-000001", 404)]
    [InlineData("tokens/none", 404)]
    [InlineData("requests?start_date=yesterday", 400)]
    [InlineData("requests?start_date=2022-01-01T00:00:00Z&end_date=2022-08-01T00:00:00Z", 400)]
    [InlineData("requests?status=lost", 400)]
    [InlineData("requests?page=0", 400)]
    public async Task What_is_wrong_is_told_as_the_standard_says(string asked, int status)
    {
        using var client = Client();
        using var answer = await client.GetAsync(asked);
        Assert.Equal(status, (int)answer.StatusCode);
        var error = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        Assert.Equal("errors", error.Name);
        Assert.Equal(status.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Element("error")!.Element("code")!.Value);
        Assert.NotEmpty(error.Element("error")!.Element("description")!.Value);
    }

    [Fact]
    public async Task A_report_is_refused_without_key_kind_or_place()
    {
        using var client = Client();
        (int Status, (string, string)[] Sent)[] wrong =
        [
            (403, [("service_code", "tree"), ("lat", "22.43"), ("long", "109.30")]),
            (403, [("api_key", "guessed"), ("service_code", "tree"), ("lat", "22.43"), ("long", "109.30")]),
            (400, [("api_key", Key), ("lat", "22.43"), ("long", "109.30")]),
            (404, [("api_key", Key), ("service_code", "volcano"), ("lat", "22.43"), ("long", "109.30")]),
            (400, [("api_key", Key), ("service_code", "tree")]),
            (400, [("api_key", Key), ("service_code", "tree"), ("lat", "north"), ("long", "109.30")]),
            (400, [("api_key", Key), ("service_code", "tree"), ("lat", "39.9"), ("long", "116.4")]),
            (400, [("api_key", Key), ("service_code", "tree"), ("address_string", "示例路")]),
        ];
        foreach (var (status, sent) in wrong)
        {
            using var answer = await client.PostAsync("requests.json", Form(sent));
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal(status, (await JsonAsync(answer))[0].GetProperty("code").GetInt32());
        }
    }
}
