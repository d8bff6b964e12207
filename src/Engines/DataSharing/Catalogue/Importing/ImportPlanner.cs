using System.Collections.Immutable;
using System.Text;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Importing;

/// <summary>Reads a file into what it would change, with every fault at its row and column. Changes nothing.</summary>
internal sealed class ImportPlanner(CatalogueDesk desk, CatalogueStore store, ShardStore shards, IOrganisations organisations)
{
    private static readonly string[] DcatEndings = [".jsonld", ".json"];

    /// <exception cref="InvalidInputException">The file as a whole cannot be read.</exception>
    public async Task<ImportPlan> PlanAsync(Actor actor, string path, string name, CancellationToken cancel)
    {
        var faults = new List<CellFault>();
        var read = DcatEndings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase) ? await DcatAsync(path, cancel) : await TableAsync(actor, path, name, faults, cancel);
        var among = read.Select(r => r.Description).DistinctBy(d => d.Code, StringComparer.Ordinal).ToDictionary(d => d.Code, StringComparer.Ordinal);
        var lines = new List<ImportLine>();
        foreach (var (description, rows, before) in read)
        {
            var known = faults.Where(f => f.Row == rows.Row || rows.Items.Any(i => i.Row == f.Row)).Select(f => (f.Row, f.Column)).ToHashSet();
            faults.AddRange((await desk.CheckAsync(actor, description, cancel, among)).Select(f => At(f, rows)).Where(f => !known.Contains((f.Row, f.Column))));
            lines.Add(await LineAsync(rows.Row, description, before, cancel));
        }
        return new(faults.Count > 0 ? [] : lines, [.. faults.DistinctBy(f => (f.Row, f.Column, f.Fault.Code)).OrderBy(f => f.Row).ThenBy(f => Array.IndexOf(ResourceCells.Headings, f.Column))]);
    }

    /// <summary>What the description would change now.</summary>
    public async Task<ImportLine> LineAsync(long row, Description description, DescriptionVersion? before, CancellationToken cancel)
    {
        var withdrawn = before is not null && await store.WithdrawalAsync(description.Code, cancel) is not null;
        var same = before?.Hash == DescriptionDocument.Hash(DescriptionDocument.Write(description));
        return new(row, description, before is null ? ImportChange.New : withdrawn ? ImportChange.Returned : same ? ImportChange.Unchanged : ImportChange.Changed, before?.Number ?? 0);
    }

    private async Task<List<(Description Description, ImportedRows Rows, DescriptionVersion? Before)>> TableAsync(Actor actor, string path, string name, List<CellFault> faults, CancellationToken cancel)
    {
        var providers = desk.Providers(actor);
        var made = new List<(Description, ImportedRows, DescriptionVersion?)>();
        foreach (var rows in ImportFile.Read(path, name, shards.Folder, faults))
        {
            var own = new List<Fault>();
            var before = await store.FindAsync(rows.Cells["资源代码"], cancel);
            var description = ResourceCells.Read(h => rows.Cells[h], before?.Description, text => ProviderOf(text, before?.Description, providers), own);
            faults.AddRange(own.Select(f => new CellFault(rows.Row, f.Field, rows.Cells[f.Field], f)));
            made.Add((description with { Items = Items(rows, before?.Description, faults) }, rows, before));
        }
        return made;
    }

    private static ImmutableArray<Item> Items(ImportedRows rows, Description? before, List<CellFault> faults)
    {
        var items = new List<Item>();
        foreach (var (row, cells) in rows.Items)
        {
            var wrong = new List<Fault>();
            var item = ItemCells.Read(cells, before?.Find(cells[0]), wrong);
            faults.AddRange(wrong.Select(w => new CellFault(row, w.Args[1], w.Args[2], ResourceCells.Unknown(w.Args[1], w.Args[2]))));
            if (item is not null)
            {
                items.Add(item);
            }
        }
        return [.. items];
    }

    /// <summary>A department by its name or id; none named means the one that has the resource, or the only one that the actor may register for.</summary>
    private string? ProviderOf(string text, Description? before, IReadOnlyList<Organisation> providers)
    {
        if (text.Length == 0)
        {
            return before?.ProviderId ?? (providers.Count == 1 ? providers[0].Id : null);
        }
        var named = providers.Where(p => p.Id == text || p.Name.Values.Values.Contains(text, StringComparer.Ordinal)).ToList();
        // Of another department the rules say that it is not his; so it must be known.
        return named.Count == 1 ? named[0].Id : named.Count == 0 && organisations.All.Where(o => o.Id == text || o.Name.Values.Values.Contains(text, StringComparer.Ordinal)).ToList() is [var other] ? other.Id : null;
    }

    private async Task<List<(Description Description, ImportedRows Rows, DescriptionVersion? Before)>> DcatAsync(string path, CancellationToken cancel)
    {
        try
        {
            var read = Dcat.Read(await File.ReadAllTextAsync(path, CanonicalJson.Strict, cancel));
            if (read.Count is 0 or > ImportFile.MostResources)
            {
                throw read.Count == 0 ? new InvalidInputException("file", "sharing.import.fault.no-rows") : new InvalidInputException("file", "sharing.import.fault.too-many-resources", $"{ImportFile.MostResources}");
            }
            var made = new List<(Description, ImportedRows, DescriptionVersion?)>();
            foreach (var (n, description) in read.Index())
            {
                made.Add((description, new(n + 1, new Dictionary<string, string>(StringComparer.Ordinal) { ["资源代码"] = description.Code }, []), await store.FindAsync(description.Code, cancel)));
            }
            return made;
        }
        catch (Exception fault) when (fault is InvalidDataException or DecoderFallbackException)
        {
            throw new InvalidInputException("file", "sharing.import.fault.dcat");
        }
    }

    private static CellFault At(Fault fault, ImportedRows rows)
    {
        var heading = ResourceCells.HeadingOf(fault.Field);
        if (fault.Field == "items" && fault.Args is [var key, ..])
        {
            // Where the key stands last: of two alike, the second is the one too many.
            var at = rows.Items.FindLastIndex(i => i.Cells[0] == key);
            var column = fault.Code[(fault.Code.LastIndexOf('.') + 1)..] switch
            {
                "item-source" or "item-cycle" => "数源",
                "item-name" => "信息项名称",
                "item-size" => "长度",
                "item-names" => "指代主体",
                "item-sensitivity" => "敏感级别",
                _ => heading,
            };
            var written = at < 0 ? key : rows.Items[at].Cells[Array.IndexOf(ItemCells.Headings, column)];
            return new(at < 0 ? rows.Row : rows.Items[at].Row, column, written, fault with { Field = column });
        }
        return new(rows.Row, heading, rows.Cells.GetValueOrDefault(heading, ""), fault with { Field = heading });
    }
}
