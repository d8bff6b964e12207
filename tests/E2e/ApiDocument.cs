using System.Text.Json;
using Xunit;

namespace Zhuangjin.E2e;

/// <summary>The published description of the API, as a department's programmer reads it.</summary>
public sealed class ApiDocument(SiteFixture site)
{
    /// <summary>Parts of the API that are described to the end.</summary>
    private static readonly string[] Complete = ["Matters", "Drafts", "Cases", "Work", "Public", "Imports", "Supervision", "Satisfaction", "Calendar"];

    [Fact]
    public async Task Every_operation_on_cases_says_what_it_does_and_shows_what_goes_in_and_comes_out()
    {
        using var web = new HttpClient { BaseAddress = new Uri(site.Address) };
        using var document = JsonDocument.Parse(await web.GetStringAsync("/openapi/v1.json"));
        var wanting = new List<string>();
        var seen = 0;
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(o => o.Value.TryGetProperty("tags", out var tags) && tags.EnumerateArray().Any(t => Complete.Contains(t.GetString()))))
            {
                seen++;
                var name = operation.Value.TryGetProperty("operationId", out var id) ? id.GetString()! : operation.Name + " " + path.Name;
                if (!operation.Value.TryGetProperty("summary", out var summary) || summary.GetString() is not { Length: > 5 })
                {
                    wanting.Add(name + ": summary");
                }
                if (operation.Value.TryGetProperty("requestBody", out var body) && Lacks(body))
                {
                    wanting.Add(name + ": example of its request");
                }
                var answers = operation.Value.GetProperty("responses").EnumerateObject().Where(r => r.Name.StartsWith('2')).ToList();
                if (answers.Count == 0 || answers.Any(a => Lacks(a.Value)))
                {
                    wanting.Add(name + ": example of its answer");
                }
            }
        }
        Assert.True(seen >= 24, $"Only {seen} operations were found.");
        Assert.Empty(wanting);
    }

    /// <summary>JSON without an example; files need none.</summary>
    private static bool Lacks(JsonElement holder) => holder.TryGetProperty("content", out var content)
        && content.EnumerateObject().Any(c => c.Name == "application/json" && !c.Value.TryGetProperty("example", out _));
}
