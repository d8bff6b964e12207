using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Org.BouncyCastle.X509;
using Zhuangjin.Evidence.Notes;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>A time-stamp authority that is asked at intervals.</summary>
internal sealed record TimeStampAuthority(string Name, Uri Address, IReadOnlyList<X509Certificate> Certificates, TimeStampDigest Digest, TimeSpan Interval);

/// <summary>Another authority's log that is followed and entered at intervals.</summary>
internal sealed record PeerLog(string Name, VerifierKey Key, Uri Address, TimeSpan Interval);

/// <summary>The settings <c>Evidence:TimeStamps</c> and <c>Evidence:Peers</c>.</summary>
internal sealed record AnchorSettings(IReadOnlyList<TimeStampAuthority> TimeStamps, IReadOnlyList<PeerLog> Peers)
{
    private static readonly TimeSpan Hourly = TimeSpan.FromHours(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it.</exception>
    public static AnchorSettings Of(IServiceProvider services)
    {
        var settings = services.GetService<IConfiguration>()?.GetSection("Evidence");
        var stamps = (settings?.GetSection("TimeStamps").GetChildren() ?? []).Select(Authority).ToList();
        var peers = (settings?.GetSection("Peers").GetChildren() ?? []).Select(Peer).ToList();
        Refuse(stamps.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count() < stamps.Count, "Evidence:TimeStamps", "two authorities bear the same name");
        Refuse(peers.Select(p => p.Name).Distinct(StringComparer.Ordinal).Count() < peers.Count, "Evidence:Peers", "two peers bear the same name");
        return new(stamps, peers);
    }

    private static TimeStampAuthority Authority(IConfigurationSection section)
    {
        try
        {
            var digest = (section["Digest"] ?? "sha256").ToLowerInvariant() switch
            {
                "sha256" => TimeStampDigest.Sha256,
                "sm3" => TimeStampDigest.Sm3,
                var other => throw new FormatException($"Digest is '{other}'; write sha256 or sm3"),
            };
            return new(Text(section, "Name"), Address(section), AuthorityCertificates.Load(Text(section, "Certificate")), digest, Interval(section));
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            throw Wrong(section.Path, e.Message);
        }
    }

    private static PeerLog Peer(IConfigurationSection section)
    {
        try
        {
            var key = VerifierKey.Parse(Text(section, "VerifierKey"));
            return new(section["Name"] is { Length: > 0 } name ? name : key.Name, key, Address(section), Interval(section));
        }
        catch (FormatException e)
        {
            throw Wrong(section.Path, e.Message);
        }
    }

    private static string Text(IConfigurationSection section, string name) =>
        section[name] is { Length: > 0 } text ? text : throw new FormatException($"{name} is missing");

    private static Uri Address(IConfigurationSection section) =>
        Uri.TryCreate(Text(section, "Url"), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address : throw new FormatException($"Url is '{section["Url"]}'; write an address that begins with http or https");

    private static TimeSpan Interval(IConfigurationSection section) => section["Interval"] switch
    {
        null or "" => Hourly,
        var text when TimeSpan.TryParse(text, out var every) && every >= Shortest => every,
        var text => throw new FormatException($"Interval is '{text}'; write a time such as 01:00:00"),
    };

    private static void Refuse(bool when, string path, string reason)
    {
        if (when)
        {
            throw Wrong(path, reason);
        }
    }

    private static InvalidOperationException Wrong(string path, string reason) => new($"The setting {path} is wrong: {reason}.");
}
