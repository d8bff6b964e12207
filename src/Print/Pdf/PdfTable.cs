using System.Globalization;
using System.Text;
using Zhuangjin.Print.Pdf.Reading;

namespace Zhuangjin.Print.Pdf;

/// <summary>Writes the cross-reference section of what was appended to a PDF, of the kind that the file has: a table or a stream.</summary>
internal static class PdfTable
{
    public static void Append(MemoryStream file, PdfReader reader, SortedDictionary<int, long> places)
    {
        var start = file.Position;
        var kept = string.Concat(reader.Trailer.Members.Where(m => m.Key is "/Root" or "/Info" or "/ID").Select(m => $"{m.Key} {m.Value.Raw}"));
        if (reader.UsesStreams)
        {
            AppendStream(file, reader, places, kept);
        }
        else
        {
            Line(file, "xref");
            foreach (var run in Runs(places))
            {
                Line(file, string.Create(CultureInfo.InvariantCulture, $"{run[0].Number} {run.Count}"));
                foreach (var (_, place) in run)
                {
                    Line(file, string.Create(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n "));
                }
            }
            Line(file, string.Create(CultureInfo.InvariantCulture, $"trailer\n<</Size {places.Keys.Max() + 1}/Prev {reader.LastTable}{kept}>>"));
        }
        Line(file, string.Create(CultureInfo.InvariantCulture, $"startxref\n{start}\n%%EOF"));
    }

    /// <summary>Entries of one byte for the kind, eight for the place and one for the generation.</summary>
    private static void AppendStream(MemoryStream file, PdfReader reader, SortedDictionary<int, long> places, string kept)
    {
        var own = places.Keys.Max() + 1;
        places[own] = file.Position;
        using var content = new MemoryStream();
        foreach (var place in places.Values)
        {
            content.Write([1, .. BitConverter.IsLittleEndian ? BitConverter.GetBytes(place).Reverse() : BitConverter.GetBytes(place), 0]);
        }
        var index = string.Join(' ', Runs(places).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r[0].Number} {r.Count}")));
        Line(file, string.Create(CultureInfo.InvariantCulture, $"{own} 0 obj\n<</Type/XRef/Size {own + 1}/Prev {reader.LastTable}/W[1 8 1]/Index[{index}]/Length {content.Length}{kept}>>\nstream"));
        file.Write(content.ToArray());
        Line(file, "\nendstream\nendobj");
    }

    /// <summary>Objects with numbers that follow each other.</summary>
    private static List<List<(int Number, long Place)>> Runs(SortedDictionary<int, long> places)
    {
        var runs = new List<List<(int Number, long Place)>>();
        foreach (var (number, place) in places)
        {
            if (runs.Count == 0 || runs[^1][^1].Number + 1 != number)
            {
                runs.Add([]);
            }
            runs[^1].Add((number, place));
        }
        return runs;
    }

    private static void Line(Stream file, string text) => file.Write(Encoding.Latin1.GetBytes(text + "\n"));
}
