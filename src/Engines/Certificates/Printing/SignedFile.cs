using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Certificates.Printing;

/// <summary>The signed content as a file of its own, attached to the PDF as certificate.json: whoever has it can check the signature without us.</summary>
/// <param name="Content">The canonical bytes that were signed.</param>
/// <param name="Signature">SM2 with SM3, DER.</param>
internal sealed partial record SignedFile(byte[] Content, byte[] Signature)
{
    public const string Name = "certificate.json";

    private const string Format = "zhuangjin.signed-certificate";

    /// <summary>The words by which a file, even a damaged one, names the certificate that it claims to be.</summary>
    public static string Marker(string certificateId) => "zhuangjin:certificate:" + certificateId;

    public byte[] ToBytes(string certificateId) => CanonicalJson.Write(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["format"] = Format,
        ["v"] = 1L,
        ["marker"] = Marker(certificateId),
        ["content"] = Encoding.UTF8.GetString(Content),
        ["signature"] = Convert.ToBase64String(Signature),
        ["algorithm"] = "SM2-with-SM3",
    });

    /// <summary>Reads such a file; null when it is something else.</summary>
    public static SignedFile? TryRead(ReadOnlyMemory<byte> file)
    {
        try
        {
            using var document = JsonDocument.Parse(file);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out var format) && format.GetString() == Format
                ? new(Encoding.UTF8.GetBytes(root.GetProperty("content").GetString()!), root.GetProperty("signature").GetBytesFromBase64())
                : null;
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            return null;
        }
    }

    /// <summary>Ids of the certificates that a file names anywhere in its bytes.</summary>
    public static IReadOnlyList<string> Claims(ReadOnlySpan<byte> file) =>
        [.. Claim().Matches(Encoding.Latin1.GetString(file)).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).Take(8)];

    [GeneratedRegex("zhuangjin:certificate:([0-9a-hjkmnp-tv-z]{26})", RegexOptions.CultureInvariant)]
    private static partial Regex Claim();
}
