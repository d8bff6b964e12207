using System.Text;
using System.Text.Json;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Intake.Reading;

/// <summary>Reads JSON lines: one object on each line, its names the columns. The columns are those that the first rows name.</summary>
internal static class JsonRows
{
    private const int Looked = 100;

    /// <exception cref="InvalidInputException">None of the first lines is an object, or they name too many columns.</exception>
    public static IReadOnlyList<string> Headings(TextReader text)
    {
        var names = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var n = 0; n < Looked && Line(text) is { } line; n++)
        {
            try
            {
                using var row = JsonDocument.Parse(line);
                if (row.RootElement.ValueKind == JsonValueKind.Object)
                {
                    names.AddRange(row.RootElement.EnumerateObject().Select(p => p.Name).Where(known.Add));
                }
            }
            catch (JsonException)
            {
                // A line that is no JSON is a bad row and no heading.
            }
            if (names.Count > Bounds.Columns)
            {
                throw new InvalidInputException("file", "sharing.intake.fault.columns", Bounds.Text(Bounds.Columns));
            }
        }
        return names.Count > 0 ? names : throw new InvalidInputException("file", "sharing.intake.fault.json");
    }

    /// <summary>The rows from the first line on, which is line 1.</summary>
    public static IEnumerable<SourceRow> Read(TextReader text, IReadOnlyList<string> headings)
    {
        var places = headings.Select((h, n) => (h, n)).ToDictionary(p => p.h, p => p.n, StringComparer.Ordinal);
        for (long number = 1; Line(text) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Row(number, line, places);
            }
        }
    }

    private static SourceRow Row(long number, string line, Dictionary<string, int> places)
    {
        var cells = new string[places.Count];
        Array.Fill(cells, "");
        try
        {
            using var row = JsonDocument.Parse(line);
            if (row.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new(number, [line], "sharing.intake.reason.json");
            }
            string? fault = null;
            foreach (var property in row.RootElement.EnumerateObject())
            {
                if (!places.TryGetValue(property.Name, out var place))
                {
                    fault ??= "sharing.intake.reason.extra";
                    continue;
                }
                fault ??= property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? "sharing.intake.reason.nested" : null;
                cells[place] = property.Value.ValueKind switch
                {
                    JsonValueKind.Null => "",
                    JsonValueKind.String => property.Value.GetString()!,
                    _ => property.Value.GetRawText(),
                };
            }
            return new(number, cells, fault);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return new(number, [line], "sharing.intake.reason.json");
        }
    }

    /// <summary>One line of at most <see cref="Bounds.Row"/> characters; null at the end.</summary>
    private static string? Line(TextReader text)
    {
        var line = new StringBuilder();
        try
        {
            while (true)
            {
                var next = text.Read();
                if (next < 0)
                {
                    return line.Length == 0 ? null : line.ToString();
                }
                if (next == '\n')
                {
                    return line.ToString();
                }
                if (line.Append((char)next).Length > Bounds.Row)
                {
                    throw new InvalidInputException("file", "sharing.intake.fault.long-line");
                }
            }
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException("file", "sharing.intake.fault.encoding");
        }
    }
}
