using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Issuing;

/// <summary>Everything that a certificate says. Its canonical bytes are what is digested and signed, attached to the PDF, and kept.</summary>
/// <param name="KeyId">Names the issuer's key; see <see cref="IssuerKey.Id"/>.</param>
internal sealed record SignedContent(
    string Id,
    string Number,
    string Type,
    LocalText Title,
    Party Holder,
    string IssuerOrganisationId,
    LocalText IssuerName,
    string KeyId,
    string Division,
    DateOnly IssuedOn,
    DateOnly? ValidUntil,
    ImmutableArray<CertificateField> Fields,
    string SourceCaseId,
    string SourceCaseNumber,
    string Template)
{
    private const string Format = "zhuangjin.certificate";
    private const long Version = 1;

    public byte[] ToBytes() => CanonicalJson.Write(Members(
        ("format", Format),
        ("v", Version),
        ("id", Id),
        ("number", Number),
        ("type", Type),
        ("title", Text(Title)),
        ("holder", Members(("party", Holder.Id), ("kind", Holder.Kind == PartyKind.Person ? "person" : "legal-entity"), ("name", Holder.Name), ("code", Holder.Code))),
        ("issuer", Members(("organisation", IssuerOrganisationId), ("name", Text(IssuerName)), ("key", KeyId))),
        ("division", Division),
        ("issued", Date(IssuedOn)),
        ("until", ValidUntil is { } until ? Date(until) : null),
        ("fields", Fields.Select(object (f) => Members(("key", f.Key), ("label", Text(f.Label)), ("value", f.Value))).ToList()),
        ("case", Members(("id", SourceCaseId), ("number", SourceCaseNumber))),
        ("template", Template)));

    /// <exception cref="FormatException">Not the content of a certificate of this version.</exception>
    public static SignedContent Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            if (root.GetProperty("format").GetString() != Format || root.GetProperty("v").GetInt64() != Version)
            {
                throw new FormatException("This is no certificate content of version 1.");
            }
            var holder = root.GetProperty("holder");
            var issuer = root.GetProperty("issuer");
            var source = root.GetProperty("case");
            return new(
                String(root, "id"),
                String(root, "number"),
                String(root, "type"),
                Text(root.GetProperty("title")),
                new(String(holder, "party"), String(holder, "kind") == "person" ? PartyKind.Person : PartyKind.LegalEntity, String(holder, "name"), String(holder, "code")),
                String(issuer, "organisation"),
                Text(issuer.GetProperty("name")),
                String(issuer, "key"),
                String(root, "division"),
                Date(String(root, "issued")),
                root.TryGetProperty("until", out var until) ? Date(until.GetString()!) : null,
                [.. root.GetProperty("fields").EnumerateArray().Select(f => new CertificateField(String(f, "key"), Text(f.GetProperty("label")), String(f, "value")))],
                String(source, "id"),
                String(source, "number"),
                String(root, "template"));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("This is no certificate content: " + fault.Message, fault);
        }
    }

    /// <summary>SM3 of the canonical bytes, lower-case hexadecimal.</summary>
    public static string DigestOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(Sm3.Hash(bytes));

    public Certificate ToCertificate(string digest, DateTimeOffset? revokedAt, string? reason) => new(
        Id, Number, Type, Title, Holder.Id, Holder.Name, IssuerOrganisationId, IssuerName, IssuedOn, IssuedOn, ValidUntil, Fields, SourceCaseId, digest, revokedAt is not null, reason, revokedAt);

    private static Dictionary<string, object?> Members(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var all = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            all.Add(name, value);
        }
        return all;
    }

    private static Dictionary<string, object?> Text(LocalText text) => text.Values.ToDictionary(t => t.Key, object? (t) => t.Value, StringComparer.Ordinal);

    private static LocalText Text(JsonElement element) => new(element.EnumerateObject().Select(t => KeyValuePair.Create(t.Name, t.Value.GetString()!)));

    private static string String(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is missing.");

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
