using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Zhuangjin.DataSharing.Tests.Register;

/// <summary>An open-data site that speaks CKAN's API over real HTTP: paged, sorted by change, going down when told.</summary>
internal sealed class RemoteCatalogue : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _served;

    private RemoteCatalogue(WebApplication app) => _app = app;

    /// <summary>By id.</summary>
    public SortedDictionary<string, JsonObject> Packages { get; } = new(StringComparer.Ordinal);

    /// <summary>After so many more answers the site answers 503 to everything; negative for never.</summary>
    public int FailsAfter { get; set; } = -1;

    /// <summary>Whether the list of names is empty although data sets are there.</summary>
    public bool ForgetsNames { get; set; }

    public List<string> Asked { get; } = [];

    public Uri Address => new(_app.Urls.First() + "/");

    public static async Task<RemoteCatalogue> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var site = new RemoteCatalogue(app);
        app.Run(site.AnswerAsync);
        await app.StartAsync();
        return site;
    }

    public void Put(int number, string modified, Action<JsonObject>? change = null)
    {
        var package = new JsonObject
        {
            ["id"] = $"id-{number:000}", ["name"] = $"dataset_{number:000}", ["title"] = $"示例数据集{number}", ["notes"] = $"<p>第 {number} 个示例数据集 &amp; 说明。</p>", ["state"] = "active", ["private"] = false,
            ["metadata_modified"] = modified, ["license_title"] = number % 2 == 0 ? "CC BY 4.0" : null, ["license_url"] = number % 2 == 0 ? "https://creativecommons.org/licenses/by/4.0/" : null,
            ["organization"] = new JsonObject { ["title"] = "示例统计局" }, ["tags"] = new JsonArray(new JsonObject { ["display_name"] = "统计" }),
            ["extras"] = new JsonArray(new JsonObject { ["key"] = "frequency", ["value"] = "MONTHLY" }),
            ["resources"] = new JsonArray(
                new JsonObject { ["id"] = $"file-{number:000}", ["name"] = "年鉴.csv", ["format"] = "CSV", ["url"] = $"https://files.example/{number}.csv", ["datastore_active"] = number == 1 },
                new JsonObject { ["id"] = "bad", ["name"] = "坏链接", ["format"] = "HTML", ["url"] = "javascript:alert(1)" }),
        };
        change?.Invoke(package);
        lock (Packages)
        {
            Packages[$"id-{number:000}"] = package;
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        JsonNode? result;
        lock (Packages)
        {
            Asked.Add(http.Request.Path + http.Request.QueryString);
            if (FailsAfter >= 0 && ++_served > FailsAfter)
            {
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }
            result = Result(http.Request);
        }
        http.Response.StatusCode = result is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        await http.Response.WriteAsJsonAsync(new JsonObject { ["success"] = result is not null, ["result"] = result });
    }

    public void ComeBack()
    {
        lock (Packages)
        {
            (FailsAfter, _served) = (-1, 0);
        }
    }

    private JsonNode? Result(HttpRequest request)
    {
        int Number(string name, int otherwise) => int.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
        switch (request.Path.Value!.Split('/')[^1])
        {
            case "package_search":
                var filter = request.Query["fq"].ToString();
                var since = filter.Length == 0 ? "" : filter["metadata_modified:[".Length..].Split('Z')[0];
                var found = Packages.Values.Where(p => string.CompareOrdinal((string?)p["metadata_modified"], since) >= 0).OrderBy(p => (string?)p["metadata_modified"], StringComparer.Ordinal).ToList();
                return new JsonObject { ["count"] = found.Count, ["results"] = new JsonArray([.. found.Skip(Number("start", 0)).Take(Number("rows", 10)).Select(p => p.DeepClone())]) };
            case "package_list":
                return new JsonArray([.. Packages.Values.Where(_ => !ForgetsNames).Select(p => (string)p["name"]!).Order(StringComparer.Ordinal).Skip(Number("offset", 0)).Take(Number("limit", 1000)).Select(n => (JsonNode)n)]);
            case "package_show":
                return Packages.Values.FirstOrDefault(p => (string?)p["id"] == request.Query["id"] || (string?)p["name"] == request.Query["id"])?.DeepClone();
            case "datastore_search":
                return new JsonObject { ["fields"] = new JsonArray(
                    new JsonObject { ["id"] = "_id", ["type"] = "int" }, new JsonObject { ["id"] = "年份", ["type"] = "int4" }, new JsonObject { ["id"] = "GDP", ["type"] = "numeric", ["info"] = new JsonObject { ["label"] = "地区生产总值" } }) };
            default:
                return null;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
