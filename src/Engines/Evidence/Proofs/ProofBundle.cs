using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhuangjin.Evidence.Proofs;

/// <summary>The file that proves a whole stream against one checkpoint and opens some of its private fields.</summary>
/// <param name="Log">The log's verifier key as a line.</param>
/// <param name="Checkpoint">The signed note.</param>
/// <param name="Keys">How the log came to this key from its earlier ones, the first change first; absent when it never changed its key.</param>
internal sealed record ProofBundle(
    [property: JsonPropertyName("format")] string Format,
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("log")] string Log,
    [property: JsonPropertyName("stream")] string Stream,
    [property: JsonPropertyName("checkpoint")] string Checkpoint,
    [property: JsonPropertyName("events")] IReadOnlyList<BundledEvent> Events,
    [property: JsonPropertyName("keys"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<KeyChange>? Keys = null)
{
    public const string FormatName = "zhuangjin proof bundle";

    public const int ThisVersion = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="FormatException">Not a bundle of this version.</exception>
    public static ProofBundle Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var bundle = JsonSerializer.Deserialize<ProofBundle>(bytes, Json);
            return bundle is { Format: FormatName, Version: ThisVersion } ? bundle : throw new FormatException($"Not a '{FormatName}' of version {ThisVersion}.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new FormatException("Not a proof bundle: " + e.Message, e);
        }
    }
}

/// <summary>Proves that a key named its successor: the entry that does so, in a checkpoint that the key signed.</summary>
/// <param name="Entry">The canonical entry "evidence.key-rotated", as text.</param>
/// <param name="Proof">Sibling hashes in base64, the leaf's own first.</param>
/// <param name="Checkpoint">The note that the earlier key signed.</param>
internal sealed record KeyChange(
    [property: JsonPropertyName("index")] long Index,
    [property: JsonPropertyName("entry")] string Entry,
    [property: JsonPropertyName("proof")] IReadOnlyList<string> Proof,
    [property: JsonPropertyName("checkpoint")] string Checkpoint);

/// <param name="Entry">The canonical entry, as text.</param>
/// <param name="Proof">Sibling hashes in base64, the leaf's own first.</param>
/// <param name="Disclosed">Opened private fields by name.</param>
/// <param name="Erased">Names of private fields that nobody can open any more; absent when there are none. The platform says so, the log does not prove it.</param>
internal sealed record BundledEvent(
    [property: JsonPropertyName("index")] long Index,
    [property: JsonPropertyName("entry")] string Entry,
    [property: JsonPropertyName("proof")] IReadOnlyList<string> Proof,
    [property: JsonPropertyName("disclosed")] IReadOnlyDictionary<string, OpenedField> Disclosed,
    [property: JsonPropertyName("erased"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Erased = null);

/// <param name="Salt">Base64.</param>
internal sealed record OpenedField(
    [property: JsonPropertyName("value")] string Value,
    [property: JsonPropertyName("salt")] string Salt);
