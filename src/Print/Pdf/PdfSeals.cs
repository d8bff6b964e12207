using Zhuangjin.Print.Pdf.Reading;

namespace Zhuangjin.Print.Pdf;

/// <summary>A signature that a PDF bears.</summary>
/// <param name="Signature">Its bytes as they stand in the file, with the zeros after them.</param>
/// <param name="Before">What is covered before the signature.</param>
/// <param name="After">What is covered after it.</param>
/// <param name="Range">The range as <see cref="PdfToSeal.Range"/> writes it.</param>
/// <param name="ToTheEnd">Whether the cover reaches the end of the file: nothing was added later.</param>
public sealed record PdfSeal(byte[] Signature, ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After, string Range, bool ToTheEnd);

/// <summary>Finds the seals of a PDF.</summary>
public static class PdfSeals
{
    /// <summary>Signatures of a format in the order in which they were made; those of other formats, and any whose range does not surround exactly the signature, are left out.</summary>
    /// <exception cref="InvalidDataException">Not a PDF, damaged, encrypted, or built in a way that is not read here.</exception>
    public static IReadOnlyList<PdfSeal> Read(byte[] file, string format)
    {
        try
        {
            var reader = new PdfReader(file);
            if (reader.Resolve(reader.Dictionary(reader.Root)["/AcroForm"]) is not PdfDictionary form || reader.Resolve(form["/Fields"]) is not PdfArray fields)
            {
                return [];
            }
            return [.. fields.Items
                .Select(f => reader.Resolve(f) as PdfDictionary)
                .Where(f => f?["/FT"]?.Raw == "/Sig")
                .Select(f => reader.Resolve(f!["/V"]) as PdfDictionary)
                .Where(v => v?["/SubFilter"]?.Raw == "/" + format)
                .Select(v => Of(file, v!))
                .OfType<PdfSeal>()
                .OrderBy(s => s.Before.Length)];
        }
        catch (Exception fault) when (fault is OverflowException or ArgumentException or IndexOutOfRangeException or InvalidCastException or NullReferenceException)
        {
            throw new InvalidDataException("The PDF is damaged.", fault);
        }
    }

    private static PdfSeal? Of(byte[] file, PdfDictionary value)
    {
        var range = (value["/ByteRange"] as PdfArray)?.Items.Select(i => (i as PdfAtom)?.Whole ?? -1).ToArray();
        if (range is not [0, > 0 and var from, var until, >= 0 and var length] || until <= from || until + length > file.Length || value["/Contents"] is not PdfAtom contents)
        {
            return null;
        }
        var digits = contents.Raw;
        // The gap must be the signature and nothing else: otherwise something would stand in the file that nobody signed.
        if (digits.Length != until - from || digits.Length % 2 != 0 || !file.AsSpan((int)from, digits.Length).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(digits)) || digits[1..^1].Any(c => !char.IsAsciiHexDigit(c)))
        {
            return null;
        }
        return new(
            Convert.FromHexString(digits.AsSpan(1, digits.Length - 2)),
            file.AsMemory(0, (int)from),
            file.AsMemory((int)until, (int)length),
            PdfToSeal.Text((int)from, (int)until, (int)(until + length)),
            until + length == file.Length);
    }
}
