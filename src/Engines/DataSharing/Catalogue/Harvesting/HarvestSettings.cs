using Microsoft.Extensions.Configuration;

namespace Zhuangjin.DataSharing.Catalogue.Harvesting;

/// <summary>Which sites the platform may read from at all ("Pool:HarvestHosts": addresses such as https://data.example.gov.cn, parted by commas or blanks). Without it none: nobody who uses a page can have the server call what he likes.</summary>
internal sealed class HarvestSettings(IConfiguration configuration)
{
    public IReadOnlyList<string> Hosts { get; } =
        [.. (configuration["Pool:HarvestHosts"] ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Origin).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Datasets asked for at once.</summary>
    public int PageRows { get; } = Math.Clamp(configuration.GetValue("Pool:HarvestPage", 100), 1, 1000);

    /// <summary>Scheme, host and port must be one of those of the operator; names and passwords within an address are refused.</summary>
    public bool Allows(Uri address) => address.IsAbsoluteUri && address.UserInfo.Length == 0 && address.Scheme is "https" or "http" && Hosts.Contains(address.GetLeftPart(UriPartial.Authority), StringComparer.Ordinal);

    private static string? Origin(string text) =>
        Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? address.GetLeftPart(UriPartial.Authority) : null;
}
