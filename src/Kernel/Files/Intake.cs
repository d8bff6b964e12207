using System.Security.Cryptography;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Kernel.Files;

/// <summary>Takes a stream of unknown length to a temporary file, counting and digesting on the way, in bounded memory.</summary>
internal static class Intake
{
    public static async Task<StoredFile> CopyAsync(Stream content, Stream target, long maxBytes, CancellationToken cancel)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        long size = 0;
        int read;
        while ((read = await content.ReadAsync(buffer, cancel)) > 0)
        {
            size += read;
            if (size > maxBytes)
            {
                throw new InvalidInputException("", "kernel.fault.file-too-large", Codes.Digits.Text((int)(maxBytes / (1024 * 1024))));
            }
            digest.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return new(Convert.ToHexStringLower(digest.GetHashAndReset()), size);
    }

    /// <summary>True for 64 lower-case hexadecimal digits: only such a text may become part of a path.</summary>
    public static bool IsDigest(string text) => text.Length == 64 && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");
}
