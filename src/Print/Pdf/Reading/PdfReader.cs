using System.Globalization;
using System.IO.Compression;

namespace Zhuangjin.Print.Pdf.Reading;

/// <summary>Finds the objects of any PDF, by cross-reference tables, streams, or both (ISO 32000-1, 7.5).</summary>
internal sealed class PdfReader
{
    private const int LongestStream = 64 << 20;
    private const int MostSections = 1000;

    private readonly byte[] _file;
    private readonly Dictionary<int, (bool Packed, long At, int Index)> _places = [];
    private readonly Dictionary<int, PdfValue> _read = [];

    /// <exception cref="InvalidDataException">Not a PDF, damaged, or encrypted.</exception>
    public PdfReader(byte[] file)
    {
        _file = file;
        if (!PdfAttachments.IsPdf(file) || file.AsSpan().LastIndexOf("startxref"u8) is not (> 0 and var last))
        {
            throw new InvalidDataException("This is no PDF.");
        }
        LastTable = Number(new PdfSyntax(file, last + 9).Word());
        var (next, seen) = ((long?)LastTable, new HashSet<long>());
        while (next is { } at && seen.Add(at) && seen.Count <= MostSections)
        {
            var section = Section(at);
            Trailer ??= section;
            next = (section["/Prev"] as PdfAtom)?.Whole;
        }
        if (Trailer!["/Encrypt"] is not null)
        {
            throw new InvalidDataException("The PDF is encrypted.");
        }
    }

    /// <summary>Place of the newest cross-reference section.</summary>
    public long LastTable { get; }

    /// <summary>Whether that section is a stream: then a further one must be a stream as well.</summary>
    public bool UsesStreams { get; private set; }

    public PdfDictionary Trailer { get; } = null!;

    public int Size => (int)((Trailer["/Size"] as PdfAtom)?.Whole ?? throw new InvalidDataException("The PDF does not say how many objects it has."));

    public PdfReference Root => Trailer["/Root"] as PdfReference ?? throw new InvalidDataException("The PDF has no catalog.");

    /// <summary>The value itself, where a reference may stand.</summary>
    public PdfValue? Resolve(PdfValue? value)
    {
        for (var steps = 0; value is PdfReference reference && steps < 16; steps++)
        {
            value = Object(reference.Number);
        }
        return value;
    }

    public PdfDictionary Dictionary(PdfValue? value) => Resolve(value) as PdfDictionary ?? throw new InvalidDataException("The PDF lacks a dictionary that it needs.");

    /// <summary>The pages in order.</summary>
    public IReadOnlyList<PdfReference> Pages()
    {
        var found = new List<PdfReference>();
        Collect(Dictionary(Root)["/Pages"], found, []);
        return found.Count > 0 ? found : throw new InvalidDataException("The PDF has no page.");
    }

    private void Collect(PdfValue? node, List<PdfReference> found, HashSet<int> seen)
    {
        if (node is not PdfReference reference || !seen.Add(reference.Number) || Resolve(node) is not PdfDictionary dictionary)
        {
            return;
        }
        if (Resolve(dictionary["/Kids"]) is not PdfArray kids)
        {
            found.Add(reference);
            return;
        }
        foreach (var kid in kids.Items)
        {
            Collect(kid, found, seen);
        }
    }

    private PdfValue? Object(int number)
    {
        if (_read.TryGetValue(number, out var known))
        {
            return known;
        }
        if (!_places.TryGetValue(number, out var place))
        {
            return null;
        }
        return _read[number] = place.Packed ? Packed((int)place.At, place.Index) : At(place.At).Value;
    }

    private (PdfValue Value, int End) At(long place)
    {
        if (place <= 0 || place >= _file.Length)
        {
            throw new InvalidDataException("The PDF names a place outside of it.");
        }
        var syntax = new PdfSyntax(_file, (int)place);
        Number(syntax.Word());
        Number(syntax.Word());
        return syntax.Word() == "obj" ? (syntax.Value(), syntax.Place) : throw new InvalidDataException("The PDF's table of objects is wrong.");
    }

    private PdfValue Packed(int stream, int index)
    {
        var (dictionary, content) = Stream(_places[stream].At);
        var (count, first) = ((int)Whole(dictionary, "/N"), (int)Whole(dictionary, "/First"));
        var head = new PdfSyntax(content, 0);
        for (var i = 0; i < count; i++)
        {
            head.Word();
            var offset = Number(head.Word());
            if (i == index)
            {
                return new PdfSyntax(content, checked(first + (int)offset)).Value();
            }
        }
        throw new InvalidDataException("The PDF's packed objects are wrong.");
    }

    private PdfDictionary Section(long at)
    {
        var syntax = new PdfSyntax(_file, checked((int)at));
        if (syntax.Word() != "xref")
        {
            return StreamSection(at);
        }
        for (var word = syntax.Word(); word != "trailer"; word = syntax.Word())
        {
            var (first, count) = ((int)Number(word), (int)Number(syntax.Word()));
            for (var i = 0; i < count; i++)
            {
                var place = Number(syntax.Word());
                syntax.Word();
                if (syntax.Word() == "n")
                {
                    _places.TryAdd(first + i, (false, place, 0));
                }
            }
        }
        var trailer = syntax.Value() as PdfDictionary ?? throw new InvalidDataException("The PDF has no trailer.");
        if ((trailer["/XRefStm"] as PdfAtom)?.Whole is { } besides)
        {
            StreamSection(besides, newest: false);
        }
        return trailer;
    }

    private PdfDictionary StreamSection(long at, bool newest = true)
    {
        UsesStreams |= newest && at == LastTable;
        var (dictionary, content) = Stream(at);
        var widths = ((PdfArray)dictionary["/W"]!).Items.Select(w => (int)((PdfAtom)w).Whole!).ToArray();
        var ranges = (Resolve(dictionary["/Index"]) as PdfArray)?.Items.Select(i => (int)((PdfAtom)i).Whole!).ToArray() ?? [0, (int)Whole(dictionary, "/Size")];
        var place = 0;
        long Take(int width, long otherwise)
        {
            var number = width == 0 ? otherwise : 0;
            for (var i = 0; i < width; i++)
            {
                number = (number << 8) | content[place++];
            }
            return number;
        }
        for (var range = 0; range + 1 < ranges.Length; range += 2)
        {
            for (var i = 0; i < ranges[range + 1] && place + widths.Sum() <= content.Length; i++)
            {
                var (kind, second, third) = (Take(widths[0], 1), Take(widths[1], 0), Take(widths[2], 0));
                if (kind is 1 or 2)
                {
                    _places.TryAdd(ranges[range] + i, (kind == 2, second, (int)third));
                }
            }
        }
        return dictionary;
    }

    private (PdfDictionary Dictionary, byte[] Content) Stream(long at)
    {
        var (value, end) = At(at);
        var dictionary = value as PdfDictionary ?? throw new InvalidDataException("The PDF lacks a stream that it needs.");
        var syntax = new PdfSyntax(_file, end);
        if (syntax.Word() != "stream")
        {
            throw new InvalidDataException("The PDF lacks a stream that it needs.");
        }
        var start = syntax.Place + (_file[syntax.Place] == '\r' ? 2 : 1);
        var raw = _file.AsMemory(start, checked((int)Whole(dictionary, "/Length"))).ToArray();
        return Resolve(dictionary["/Filter"]) switch
        {
            null => (dictionary, raw),
            PdfAtom { Raw: "/FlateDecode" } => (dictionary, Predicted(dictionary, Unpack(raw))),
            PdfArray { Items: [PdfAtom { Raw: "/FlateDecode" }] } => (dictionary, Predicted(dictionary, Unpack(raw))),
            var other => throw new InvalidDataException($"The PDF packs its structure by {other.Raw}, which is not read here."),
        };
    }

    private static byte[] Unpack(byte[] raw)
    {
        using var unpacking = new ZLibStream(new MemoryStream(raw), CompressionMode.Decompress);
        using var into = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (var read = unpacking.Read(buffer); read > 0; read = unpacking.Read(buffer))
        {
            into.Write(buffer, 0, read);
            if (into.Length > LongestStream)
            {
                throw new InvalidDataException("The PDF unpacks to more than is read here.");
            }
        }
        return into.ToArray();
    }

    /// <summary>Undoes PNG's predictors (ISO 32000-1, 7.4.4.4).</summary>
    private byte[] Predicted(PdfDictionary dictionary, byte[] content)
    {
        var how = Resolve(dictionary["/DecodeParms"]) is PdfArray { Items: [var only] } ? Resolve(only) : Resolve(dictionary["/DecodeParms"]);
        if (how is not PdfDictionary parameters || (parameters["/Predictor"] as PdfAtom)?.Whole is not >= 10)
        {
            return content;
        }
        var row = (int)((parameters["/Columns"] as PdfAtom)?.Whole ?? 1);
        var rows = content.Length / (row + 1);
        var plain = new byte[rows * row];
        for (var y = 0; y < rows; y++)
        {
            var source = content.AsSpan(y * (row + 1), row + 1);
            var target = plain.AsSpan(y * row, row);
            var above = y > 0 ? plain.AsSpan((y - 1) * row, row) : new byte[row];
            for (var x = 0; x < row; x++)
            {
                var (left, up, corner) = (x > 0 ? target[x - 1] : 0, above[x], x > 0 ? above[x - 1] : 0);
                target[x] = (byte)(source[x + 1] + (source[0] switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 }));
            }
        }
        return plain;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    private long Whole(PdfDictionary dictionary, string name) =>
        (Resolve(dictionary[name]) as PdfAtom)?.Whole ?? throw new InvalidDataException($"The PDF lacks {name}.");

    private static long Number(string word) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new InvalidDataException("The PDF's table of objects is wrong.");
}
