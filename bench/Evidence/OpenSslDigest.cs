using System.Runtime.InteropServices;

namespace Zhuangjin.Bench.Evidence;

/// <summary>A digest of OpenSSL 3, called as its authors advise for many short messages: algorithm fetched once, one context used again and again.</summary>
internal sealed partial class OpenSslDigest : IDisposable
{
    private readonly nint _algorithm;
    private readonly nint _context;

    public OpenSslDigest(string name)
    {
        _algorithm = Fetch(0, name, null);
        _context = NewContext();
        if (_algorithm == 0 || _context == 0)
        {
            throw new NotSupportedException($"This OpenSSL has no {name}.");
        }
    }

    public void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        if (Begin(_context, _algorithm, 0) != 1 || Update(_context, message, (nuint)message.Length) != 1 || End(_context, digest, out _) != 1)
        {
            throw new InvalidOperationException("OpenSSL could not compute a digest.");
        }
    }

    public void Dispose()
    {
        FreeContext(_context);
        Free(_algorithm);
    }

    [LibraryImport("libcrypto.so.3", EntryPoint = "EVP_MD_fetch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Fetch(nint library, string name, string? properties);

    [LibraryImport("libcrypto.so.3", EntryPoint = "EVP_MD_free")]
    private static partial void Free(nint algorithm);

    [LibraryImport("libcrypto.so.3", EntryPoint = "EVP_MD_CTX_new")]
    private static partial nint NewContext();

    [LibraryImport("libcrypto.so.3", EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport("libcrypto.so.3", EntryPoint = "EVP_DigestInit_ex2")]
    private static partial int Begin(nint context, nint algorithm, nint parameters);

    [LibraryImport("libcrypto.so.3", EntryPoint = "EVP_DigestUpdate")]
    private static partial int Update(nint context, ReadOnlySpan<byte> data, nuint count);

    [LibraryImport("libcrypto.so.3", EntryPoint = "EVP_DigestFinal_ex")]
    private static partial int End(nint context, Span<byte> digest, out uint length);
}
