using System.Globalization;
using System.Text;

namespace Zhuangjin.Print.Pdf.Reading;

/// <summary>A value of a PDF (ISO 32000-1, 7.3) and its bytes as they were written, so that it can be written again unchanged.</summary>
/// <param name="Raw">The value's bytes as Latin-1 text.</param>
internal abstract record PdfValue(string Raw);

/// <summary>A number, name, text, flag or null.</summary>
internal sealed record PdfAtom(string Raw) : PdfValue(Raw)
{
    public long? Whole => long.TryParse(Raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}

internal sealed record PdfReference(string Raw, int Number) : PdfValue(Raw);

internal sealed record PdfArray(string Raw, IReadOnlyList<PdfValue> Items) : PdfValue(Raw);

internal sealed record PdfDictionary(string Raw, IReadOnlyDictionary<string, PdfValue> Members) : PdfValue(Raw)
{
    public PdfValue? this[string name] => Members.GetValueOrDefault(name);

    /// <summary>The dictionary with some members replaced or added, as text.</summary>
    public string With(params ReadOnlySpan<(string Name, string Value)> changed)
    {
        var members = Members.ToDictionary(m => m.Key, m => m.Value.Raw, StringComparer.Ordinal);
        foreach (var (name, value) in changed)
        {
            members[name] = value;
        }
        return "<<" + string.Concat(members.Select(m => $"{m.Key} {m.Value}\n")) + ">>";
    }
}

/// <summary>Reads values at a place in a file.</summary>
internal sealed class PdfSyntax(byte[] file, int place)
{
    /// <summary>Deeper nesting than any honest file has.</summary>
    private const int Deepest = 64;

    private int _depth;

    public int Place { get; private set; } = place;

    /// <exception cref="InvalidDataException">There is no value here.</exception>
    public PdfValue Value()
    {
        Blank();
        var start = Place;
        switch (Peek())
        {
            case '<' when Peek(1) == '<':
                return Dictionary(start);
            case '<':
                Until(start, '>');
                break;
            case '(':
                Text();
                break;
            case '[':
                return Array(start);
            default:
                Token();
                if (char.IsAsciiDigit((char)file[start]) && Reference(start) is { } reference)
                {
                    return reference;
                }
                break;
        }
        return Place > start ? new PdfAtom(Raw(start)) : throw Wrong();
    }

    /// <summary>A keyword or number.</summary>
    public string Word()
    {
        Blank();
        var start = Place;
        Token();
        return Raw(start);
    }

    public void Blank()
    {
        while (Place < file.Length && (IsBlank(file[Place]) || file[Place] == '%'))
        {
            if (file[Place++] == '%')
            {
                while (Place < file.Length && file[Place] is not ((byte)'\n' or (byte)'\r'))
                {
                    Place++;
                }
            }
        }
    }

    private PdfDictionary Dictionary(int start)
    {
        Deeper();
        Place += 2;
        var members = new Dictionary<string, PdfValue>(StringComparer.Ordinal);
        for (Blank(); Peek() != '>'; Blank())
        {
            var name = Peek() == '/' ? Word() : throw Wrong();
            members[name] = Value();
        }
        Place += 2;
        _depth--;
        return new(Raw(start), members);
    }

    private PdfArray Array(int start)
    {
        Deeper();
        Place++;
        var items = new List<PdfValue>();
        for (Blank(); Peek() != ']'; Blank())
        {
            items.Add(Value());
        }
        Place++;
        _depth--;
        return new(Raw(start), items);
    }

    /// <summary>"12 0 R" when it stands here, whose first number was just read.</summary>
    private PdfReference? Reference(int start)
    {
        var after = Place;
        if (int.TryParse(Raw(start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && int.TryParse(Word(), NumberStyles.None, CultureInfo.InvariantCulture, out _) && Word() == "R")
        {
            return new(Raw(start), number);
        }
        Place = after;
        return null;
    }

    private void Text()
    {
        var open = 0;
        do
        {
            switch (Peek())
            {
                case '\\':
                    Place++;
                    break;
                case '(':
                    open++;
                    break;
                case ')':
                    open--;
                    break;
                case '\0' when Place >= file.Length:
                    throw Wrong();
            }
            Place++;
        }
        while (open > 0);
    }

    private void Token()
    {
        if (Peek() == '/')
        {
            Place++;
        }
        while (Place < file.Length && !IsBlank(file[Place]) && !"()<>[]{}/%".Contains((char)file[Place], StringComparison.Ordinal))
        {
            Place++;
        }
    }

    private void Until(int start, char end)
    {
        var length = file.AsSpan(start).IndexOf((byte)end);
        Place = length < 0 ? throw Wrong() : start + length + 1;
    }

    private void Deeper()
    {
        if (++_depth > Deepest)
        {
            throw Wrong();
        }
    }

    private char Peek(int ahead = 0) => Place + ahead < file.Length ? (char)file[Place + ahead] : '\0';

    private string Raw(int start) => Encoding.Latin1.GetString(file.AsSpan(start, Place - start));

    private InvalidDataException Wrong() => new(string.Create(CultureInfo.InvariantCulture, $"The PDF cannot be read at byte {Place}."));

    private static bool IsBlank(byte b) => b is 0 or 9 or 10 or 12 or 13 or 32;
}
