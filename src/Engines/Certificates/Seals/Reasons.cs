using System.Globalization;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Certificates.Seals;

/// <summary>Reasons that a person must give before a seal changes.</summary>
internal static class Reasons
{
    public const int Longest = 500;
    private const int Shortest = 4;

    /// <exception cref="InvalidInputException">It is missing, or too long.</exception>
    public static string Said(string reason)
    {
        var said = reason.Trim();
        return said.Length < Shortest ? throw new InvalidInputException("reason", "certificates.seal.fault.reason-missing")
            : said.Length > Longest ? throw new InvalidInputException("reason", "certificates.fault.reason-too-long", Longest.ToString(CultureInfo.InvariantCulture))
            : said;
    }
}
