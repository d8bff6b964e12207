using System.Text;
using System.Text.Json;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Certificates.Offline;

/// <summary>Content that an issuer has signed, as a file: checked with nothing but its public key.</summary>
/// <param name="Format">What it is: <see cref="Presentation"/> or <see cref="StatusList"/>.</param>
/// <param name="Content">Canonical JSON, the bytes that were signed.</param>
/// <param name="Signature">SM2 with SM3, DER.</param>
internal sealed record SignedStatement(string Format, byte[] Content, byte[] Signature)
{
    public const string Presentation = "zhuangjin.signed-presentation";
    public const string StatusList = "zhuangjin.signed-status-list";

    public static SignedStatement Make(string format, Dictionary<string, object?> content, Func<byte[], byte[]> sign)
    {
        var bytes = CanonicalJson.Write(content);
        return new(format, bytes, sign(bytes));
    }

    public byte[] ToBytes() => CanonicalJson.Write(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["format"] = Format,
        ["v"] = 1L,
        ["content"] = CanonicalJson.Strict.GetString(Content),
        ["signature"] = Convert.ToBase64String(Signature),
        ["algorithm"] = "SM2-with-SM3",
    });

    /// <summary>Reads such a file; null when it is something else.</summary>
    public static SignedStatement? TryRead(ReadOnlyMemory<byte> file)
    {
        try
        {
            using var document = JsonDocument.Parse(file);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out var format) && format.GetString() is Presentation or StatusList
                ? new(root.GetProperty("format").GetString()!, Encoding.UTF8.GetBytes(root.GetProperty("content").GetString()!), root.GetProperty("signature").GetBytesFromBase64())
                : null;
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            return null;
        }
    }

    public bool IsSignedBy(Sm2PublicKey key) => key.Verify(Content, Signature);
}
