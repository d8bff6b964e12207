using System.Globalization;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Intake.Reading;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Catalogue.Importing;

/// <summary>A resource as it stands in a table: its own cells, and its items' with their rows.</summary>
internal sealed record ImportedRows(long Row, IReadOnlyDictionary<string, string> Cells, List<(long Row, string[] Cells)> Items);

/// <summary>Reads a table into resources, before anything is asked of the store.</summary>
internal static class ImportFile
{
    public const int MostRows = 20_000;

    public const int MostResources = 1_000;

    /// <exception cref="InvalidInputException">The file as a whole is not such a table.</exception>
    public static List<ImportedRows> Read(string path, string name, string folder, List<CellFault> faults)
    {
        var shape = SourceFile.Shape(path, name, folder);
        var headings = shape.Headings.Select(h => h.Trim().TrimEnd('*', '＊').Trim()).ToList();
        Inspect(headings);
        var places = ResourceCells.Headings.ToDictionary(h => h, h => headings.IndexOf(h), StringComparer.Ordinal);
        var found = new List<ImportedRows>();
        var rows = 0;
        foreach (var row in SourceFile.Read(path, folder, shape))
        {
            if (++rows > MostRows)
            {
                throw new InvalidInputException("file", "sharing.import.fault.too-many-rows", MostRows.ToString(CultureInfo.InvariantCulture));
            }
            if (row.Cells.Skip(headings.Count).Any(c => c.Trim().Length > 0))
            {
                faults.Add(new(row.Line, headings[^1], row.Cells[headings.Count], new("", "sharing.import.fault.row-too-long")));
                continue;
            }
            Add(row.Line, h => Cell(row.Cells, places[h]), found, faults);
            if (found.Count > MostResources)
            {
                throw new InvalidInputException("file", "sharing.import.fault.too-many-resources", MostResources.ToString(CultureInfo.InvariantCulture));
            }
        }
        return found.Count > 0 || faults.Count > 0 ? found : throw new InvalidInputException("file", "sharing.import.fault.no-rows");
    }

    private static void Add(long line, Func<string, string> cell, List<ImportedRows> found, List<CellFault> faults)
    {
        var own = ResourceCells.Headings.Take(ResourceCells.Own).ToDictionary(h => h, cell, StringComparer.Ordinal);
        var code = own["资源代码"];
        if (code.Length > 0 && (found.Count == 0 || found[^1].Cells["资源代码"] != code))
        {
            if (found.Find(f => f.Cells["资源代码"] == code) is { } earlier)
            {
                faults.Add(new(line, "资源代码", code, new("资源代码", "sharing.import.fault.apart", earlier.Row.ToString(CultureInfo.InvariantCulture))));
            }
            found.Add(new(line, own, []));
        }
        else if (found.Count == 0)
        {
            faults.Add(new(line, "资源代码", "", new("资源代码", "sharing.import.fault.no-code")));
            return;
        }
        else if (own.FirstOrDefault(o => o.Value.Length > 0 && o.Value != found[^1].Cells[o.Key]) is { Key: not null } other)
        {
            // Cells below one another may repeat the resource, but not say something else of it.
            faults.Add(new(line, other.Key, other.Value, new(other.Key, "sharing.import.fault.other-than-above", found[^1].Row.ToString(CultureInfo.InvariantCulture))));
        }
        var item = ResourceCells.Headings.Skip(ResourceCells.Own).Select(cell).ToArray();
        if (item.Any(c => c.Length > 0))
        {
            found[^1].Items.Add((line, item));
        }
    }

    private static void Inspect(List<string> headings)
    {
        var faults = ResourceCells.Needed.Where(n => !headings.Contains(n, StringComparer.Ordinal)).Select(n => new Fault("file", "sharing.import.fault.no-heading", n)).ToList();
        faults.AddRange(headings.Where(h => h.Length > 0 && !ResourceCells.Headings.Contains(h, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal).Select(h => new Fault("file", "sharing.import.fault.unknown-heading", h)));
        faults.AddRange(headings.Where(h => h.Length > 0).GroupBy(h => h, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => new Fault("file", "sharing.import.fault.heading-twice", g.Key)));
        _ = faults.Count > 0 ? throw new InvalidInputException(faults) : 0;
    }

    private static string Cell(string[] cells, int place) => place < 0 || place >= cells.Length ? "" : TemplateFiles.Unguarded(cells[place].Trim());
}
