using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Deposits.Api;

/// <summary>Reads what programs send; what is malformed is told at its field.</summary>
internal static class DepositReading
{
    /// <summary>Most deposits of one request.</summary>
    public const int MostAtOnce = 1000;

    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
    };

    public static async Task<JsonDocument> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return await JsonDocument.ParseAsync(request.Body, new() { MaxDepth = 8 }, cancel);
        }
        catch (JsonException fault)
        {
            throw new InvalidInputException("", "evidence.deposit.fault.json", $"{fault.LineNumber + 1}:{fault.BytePositionInLine + 1}");
        }
    }

    /// <summary>One deposit, or what is wrong with its shape.</summary>
    public static (NewDeposit? Deposit, IReadOnlyList<Fault> Faults) Read(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.Deserialize<NewDeposit>(Shape) is { } deposit
                ? (deposit, [])
                : (null, [new("", "evidence.deposit.fault.shape", "")]);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or NotSupportedException)
        {
            // The path of a fault is "$.size"; a member that nobody knows has none, and is named in the words.
            var field = (fault as JsonException)?.Path is { Length: > 2 } path ? path[2..] : "";
            return (null, [new(field, "evidence.deposit.fault.shape", field)]);
        }
    }

    /// <summary>The deposits of a batch.</summary>
    /// <exception cref="InvalidInputException">There is no list of them, none in it, or too many.</exception>
    public static IReadOnlyList<JsonElement> Batch(JsonDocument document)
    {
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("deposits", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidInputException("deposits", "evidence.deposit.fault.no-batch");
        }
        return list.GetArrayLength() is > 0 and <= MostAtOnce
            ? [.. list.EnumerateArray()]
            : throw new InvalidInputException("deposits", "evidence.deposit.fault.batch-size", list.GetArrayLength().ToString(), MostAtOnce.ToString());
    }
}
