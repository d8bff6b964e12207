using System.Text;
using System.Text.RegularExpressions;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>The page that checks proof files in a browser without any network: one file, to be kept on a USB stick. Built by Offline/build.sh.</summary>
public static partial class OfflinePage
{
    private static readonly Lazy<byte[]> Page = new(Load);

    public const string FileName = "verify-offline.html";

    /// <summary>The whole file.</summary>
    public static byte[] Html => Page.Value;

    /// <summary>The Content-Security-Policy that the page gives itself, by digest of its one script and one style: nothing else runs, nothing is fetched.</summary>
    public static string Policy => PolicyOf().Match(Encoding.UTF8.GetString(Html)).Groups[1].Value;

    private static byte[] Load()
    {
        using var stream = typeof(OfflinePage).Assembly.GetManifestResourceStream("Zhuangjin.Evidence.Offline." + FileName)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    [GeneratedRegex("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]+)\">", RegexOptions.CultureInvariant)]
    private static partial Regex PolicyOf();
}
