using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Zhuangjin.Ui.Page;

/// <summary>The style sheets, scripts and pictures of the site, embedded in the assemblies so that they are there however the program is started.</summary>
/// <remarks>Resources named wwwroot/** of the given assemblies. All style sheets are served as one, css/site.css, the vendored ones first. Addresses carry the
/// content's hash, so browsers may keep them for ever.</remarks>
public sealed class SiteAssets
{
    private const string Root = "wwwroot/";
    private const string Sheet = "css/site.css";
    private readonly FrozenDictionary<string, SiteAsset> _assets;

    public SiteAssets(IEnumerable<Assembly> assemblies)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var assembly in assemblies.Distinct())
        {
            foreach (var resource in assembly.GetManifestResourceNames().Where(r => r.StartsWith(Root, StringComparison.Ordinal)))
            {
                using var stream = assembly.GetManifestResourceStream(resource)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                files.Add(resource[Root.Length..].Replace('\\', '/'), bytes);
            }
        }
        var sheets = files.Where(f => f.Key.EndsWith(".css", StringComparison.Ordinal)).OrderByDescending(f => f.Key.StartsWith("lib/", StringComparison.Ordinal)).ToList();
        foreach (var sheet in sheets)
        {
            files.Remove(sheet.Key);
        }
        files[Sheet] = Join(sheets.Select(s => s.Value), files);
        _assets = files.ToFrozenDictionary(f => f.Key, f => new SiteAsset(f.Key, f.Value), StringComparer.Ordinal);
    }

    /// <summary>The address of an asset with its version: "/css/site.css?v=…".</summary>
    /// <exception cref="ArgumentException">There is no such asset.</exception>
    public string this[string path] => _assets.TryGetValue(path, out var asset)
        ? $"/{path}?v={asset.Version}"
        : throw new ArgumentException($"There is no asset '{path}' under wwwroot.", nameof(path));

    public SiteAsset? Find(string path) => _assets.GetValueOrDefault(path);

    // Pictures that a sheet names by url(/path) get their version too, so that browsers keep them as long as the sheet.
    private static byte[] Join(IEnumerable<byte[]> sheets, SortedDictionary<string, byte[]> files)
    {
        var all = string.Join('\n', sheets.Select(Encoding.UTF8.GetString));
        foreach (var (path, bytes) in files)
        {
            all = all.Replace($"url(/{path})", $"url(/{path}?v={SiteAsset.VersionOf(bytes)})", StringComparison.Ordinal);
        }
        return Encoding.UTF8.GetBytes(all);
    }
}

/// <summary>One embedded file and its compressed forms, which are made once, when first asked for.</summary>
public sealed class SiteAsset
{
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;

    internal SiteAsset(string path, byte[] bytes)
    {
        Bytes = bytes;
        Version = VersionOf(bytes);
        ContentType = TypeOf(path);
        _brotli = new(() => Packed(s => new BrotliStream(s, new BrotliCompressionOptions { Quality = 9 }, leaveOpen: true)));
        _gzip = new(() => Packed(s => new GZipStream(s, CompressionLevel.Optimal, leaveOpen: true)));
    }

    public byte[] Bytes { get; }

    /// <summary>Changes with the content.</summary>
    public string Version { get; }

    public string ContentType { get; }

    public bool Compressible => ContentType.StartsWith("text/", StringComparison.Ordinal) || ContentType.Contains("svg", StringComparison.Ordinal) || ContentType.Contains("json", StringComparison.Ordinal);

    public byte[] Brotli => _brotli.Value;

    public byte[] Gzip => _gzip.Value;

    internal static string VersionOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6));

    private byte[] Packed(Func<Stream, Stream> wrap)
    {
        using var into = new MemoryStream();
        using (var packing = wrap(into))
        {
            packing.Write(Bytes);
        }
        return into.ToArray();
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".html" => "text/html; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".json" => "application/json",
        ".txt" => "text/plain; charset=utf-8",
        ".woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
}
