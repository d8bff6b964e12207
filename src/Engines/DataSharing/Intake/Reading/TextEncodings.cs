using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Zhuangjin.DataSharing.Intake.Reading;

/// <summary>Finds the encoding of a text by reading all of it: UTF-16 by its mark, UTF-8 when every byte fits, otherwise GB18030 (which contains GBK and GB2312).</summary>
internal static class TextEncodings
{
    public const string Utf8 = "UTF-8";
    public const string Utf16 = "UTF-16";
    public const string National = "GB18030";

    private static readonly Encoding StrictNational = NationalEncoding();

    public static string Detect(Stream file)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 18);
        try
        {
            var kept = 0;
            var isFirst = true;
            while (true)
            {
                var read = file.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
                var bytes = buffer.AsSpan(0, kept + read);
                if (isFirst && bytes.Length >= 2 && (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]))
                {
                    return Utf16;
                }
                isFirst = false;
                var isEnd = kept + read < buffer.Length;
                // A character may be cut by the end of the buffer: at most its first three bytes wait for the rest.
                var cut = isEnd ? 0 : Unfinished(bytes);
                if (!System.Text.Unicode.Utf8.IsValid(bytes[..^cut]))
                {
                    return National;
                }
                if (isEnd)
                {
                    return Utf8;
                }
                bytes[^cut..].CopyTo(buffer);
                kept = cut;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A reader that throws <see cref="DecoderFallbackException"/> at bytes that are not of the encoding.</summary>
    public static StreamReader Open(Stream file, string encoding) => new(file, encoding switch
    {
        Utf8 => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        Utf16 => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        National => StrictNational,
        _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
    }, detectEncodingFromByteOrderMarks: encoding != National, 1 << 16);

    private static int Unfinished(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var value = bytes[^back];
            if ((value & 0xC0) == 0xC0)
            {
                var length = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
                return length > back ? back : 0;
            }
            if (value < 0x80)
            {
                return 0;
            }
        }
        return 0;
    }

    private static Encoding NationalEncoding()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(National, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }
}
