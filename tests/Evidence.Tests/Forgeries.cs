using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Ways to forge a case's proof file, with the answer that each must get: from the program and from the offline page alike.</summary>
internal static class Forgeries
{
    public static IReadOnlyList<(string Code, Action<JsonNode> Edit)> All { get; } =
    [
        ("evidence.verify.inclusion", n => n["events"]![2]!["entry"] = n["events"]![2]!["entry"]!.GetValue<string>().Replace("agree\"", "refuse\"")),
        ("evidence.verify.inclusion", n => n["events"]![2]!["index"] = 6),
        ("evidence.verify.inclusion", n => n["events"]![2]!["proof"]!.AsArray().RemoveAt(0)),
        ("evidence.verify.inclusion", n => n["events"]![2]!["proof"]!.AsArray().Add(n["events"]![2]!["proof"]![0]!.GetValue<string>())),
        ("evidence.verify.field", n => n["events"]![1]!["disclosed"]!["officer"]!["value"] = "王五"),
        ("evidence.verify.field", n => n["events"]![1]!["disclosed"]!["officer"]!["salt"] = "AAAA"),
        ("evidence.verify.field", n => n["events"]![1]!["disclosed"]!["office"] = n["events"]![1]!["disclosed"]!["officer"]!.DeepClone()),
        ("evidence.verify.gap", n => n["events"]!.AsArray().RemoveAt(2)),
        ("evidence.verify.gap", n => n["events"]!.AsArray().RemoveAt(0)),
        ("evidence.verify.stream", n => n["stream"] = "case/other"),
        ("evidence.verify.entry", n => n["events"]![0]!["entry"] = "{}"),
        ("evidence.verify.entry", n => n["events"]![0]!["entry"] = n["events"]![0]!["entry"]!.GetValue<string>() + " "),
        ("evidence.verify.empty", n => n["events"] = new JsonArray()),
        ("evidence.verify.signature", n => n["checkpoint"] = n["checkpoint"]!.GetValue<string>().Replace("\n10\n", "\n11\n")),
        ("evidence.verify.malformed", n => n["checkpoint"] = "nonsense"),
        ("evidence.verify.malformed", n => n["version"] = 2),
        ("evidence.verify.malformed", n => n["events"] = "none"),
        ("evidence.verify.key-malformed", n => n["log"] = "nonsense"),
    ];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Edit(byte[] file, Action<JsonNode> edit)
    {
        var node = JsonNode.Parse(file)!;
        edit(node);
        return Encoding.UTF8.GetBytes(node.ToJsonString(Readable));
    }
}
