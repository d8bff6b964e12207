using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Zhuangjin.Web.Host;

/// <summary>Puts into the OpenAPI document what a request and its answer look like. An engine keeps its examples in Api/examples.json, by operation: {"request": …, "response": …}.</summary>
internal static class ApiExamples
{
    private static readonly Lazy<Dictionary<string, JsonObject>> Known = new(Read);

    public static Task AddAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        _ = (context, cancel);
        if (operation.OperationId is not { } id || !Known.Value.TryGetValue(id, out var example))
        {
            return Task.CompletedTask;
        }
        Set(operation.RequestBody?.Content, example["request"]);
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            if (status.StartsWith('2'))
            {
                Set(answer.Content, example["response"]);
            }
        }
        return Task.CompletedTask;
    }

    private static void Set(IDictionary<string, OpenApiMediaType>? content, JsonNode? example)
    {
        if (example is null)
        {
            return;
        }
        foreach (var media in content?.Values ?? [])
        {
            media.Example = example.DeepClone();
        }
    }

    private static Dictionary<string, JsonObject> Read()
    {
        var found = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var assembly in Plugged.Modules.Select(m => m.GetType().Assembly).Distinct())
        {
            foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".Api.examples.json", StringComparison.Ordinal)))
            {
                using var stream = assembly.GetManifestResourceStream(resource)!;
                foreach (var (operation, example) in JsonSerializer.Deserialize<JsonObject>(stream)!)
                {
                    found[operation] = example!.AsObject();
                }
            }
        }
        return found;
    }
}
