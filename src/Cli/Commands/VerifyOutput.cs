using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cli.Commands;

/// <summary>The answer of zj verify, for people and for programs.</summary>
internal static class VerifyOutput
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Print(TextWriter output, Phrases texts, FileReport report, string? name)
    {
        if (name is not null)
        {
            output.WriteLine(name);
        }
        foreach (var proof in report.Proofs)
        {
            foreach (var proved in proof.Events)
            {
                PrintEvent(output, texts, proved);
            }
            foreach (var witness in proof.Cosigners)
            {
                output.WriteLine("  " + texts[Code(witness), witness.Name, witness.At is { } at ? $"{at.ToChina():yyyy-MM-dd HH:mm:ss}" : ""]);
            }
            if (proof.Quorum is true)
            {
                output.WriteLine("  " + texts["evidence.verify.quorum-met"]);
            }
            output.WriteLine(proof.Failure is { } why ? texts["evidence.verify.fails", texts[why]] : texts["evidence.verify.holds", proof.Events.Count, proof.Origin, proof.Size]);
            if (proof is { Holds: true, KeyGiven: false })
            {
                output.WriteLine(texts["evidence.verify.compare", proof.VerifierKey]);
            }
        }
        foreach (var log in report.Unchecked)
        {
            output.WriteLine(texts["evidence.verify.passed-over", log]);
        }
        if (report.Proofs.Count == 0)
        {
            output.WriteLine(texts["evidence.verify.fails", texts[report.Failure!]]);
        }
        else if (report.IsPaper)
        {
            output.WriteLine(texts["evidence.verify.paper"]);
        }
    }

    private static string Code(ProofCosigner witness) => witness switch
    {
        { Valid: true } => "evidence.verify.cosigned",
        { Valid: null } => "evidence.verify.cosigner-unchecked",
        { At: null } => "evidence.verify.cosigner-missing",
        _ => "evidence.verify.cosigner-wrong",
    };

    private static void PrintEvent(TextWriter output, Phrases texts, ProvedEvent proved)
    {
        var happened = proved.Event is { } e ? $"{e.At.ToChina():yyyy-MM-dd HH:mm:ss}  {e.Type}  {e.Stream} #{e.Sequence}" : "";
        output.WriteLine($"{(proved.Failure is null ? "✔" : "✘")} {proved.Index,8}  {happened}");
        foreach (var (name, value) in proved.Disclosed)
        {
            output.WriteLine($"             {name} = {value}");
        }
        foreach (var name in proved.Erased)
        {
            output.WriteLine($"             {name}: {texts["evidence.online.erased"]}");
        }
        if (proved.Failure is { } failure)
        {
            output.WriteLine("             " + texts[failure]);
        }
    }

    public static string ToJson(IReadOnlyList<(string Name, FileReport Report)> reports, Phrases texts) => new JsonArray([.. reports.Select(r => (JsonNode)new JsonObject
    {
        ["file"] = r.Name,
        ["holds"] = r.Report.Holds,
        ["failure"] = Of(r.Report.Failure, texts),
        ["paper"] = r.Report.IsPaper,
        ["proofs"] = new JsonArray([.. r.Report.Proofs.Select(p => Of(p, texts))]),
        ["unchecked"] = Of(r.Report.Unchecked),
    })]).ToJsonString(Json);

    private static JsonObject Of(ProofReport proof, Phrases texts) => new()
    {
        ["log"] = proof.Origin,
        ["verifierKey"] = proof.VerifierKey,
        ["keyGiven"] = proof.KeyGiven,
        ["size"] = proof.Size,
        ["holds"] = proof.Holds,
        ["failure"] = Of(proof.Failure, texts),
        ["quorum"] = proof.Quorum,
        ["cosigners"] = new JsonArray([.. proof.Cosigners.Select(c => (JsonNode)new JsonObject { ["name"] = c.Name, ["valid"] = c.Valid, ["at"] = c.At?.ToString("O", CultureInfo.InvariantCulture) })]),
        ["events"] = new JsonArray([.. proof.Events.Select(e => Of(e, texts))]),
    };

    private static JsonObject Of(ProvedEvent proved, Phrases texts) => new()
    {
        ["index"] = proved.Index,
        ["id"] = proved.Event?.EntryId,
        ["type"] = proved.Event?.Type,
        ["stream"] = proved.Event?.Stream,
        ["sequence"] = proved.Event?.Sequence,
        ["at"] = proved.Event?.At.ToChina().ToString("O", CultureInfo.InvariantCulture),
        ["actor"] = proved.Event?.Actor,
        ["facts"] = Of(proved.Event?.Facts),
        ["disclosed"] = Of(proved.Disclosed),
        ["withheld"] = Of(proved.Withheld),
        ["erased"] = Of(proved.Erased),
        ["failure"] = Of(proved.Failure, texts),
    };

    private static JsonObject? Of(IReadOnlyDictionary<string, string>? fields) =>
        fields is null ? null : new([.. fields.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value))]);

    private static JsonArray Of(IReadOnlyList<string> names) => new([.. names.Select(n => (JsonNode)n)]);

    private static JsonObject? Of(Fault? fault, Phrases texts) => fault is null ? null : new() { ["code"] = fault.Code, ["text"] = texts[fault] };
}
