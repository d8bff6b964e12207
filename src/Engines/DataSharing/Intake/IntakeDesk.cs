using System.Text;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Intake;

/// <summary>A row that did not come in: its line as a person counts it (the headings are 1), the item, the text key of the reason, and the original text.</summary>
internal sealed record BadRow(long Row, Item Item, string Reason, string Text);

/// <summary>What became of a file.</summary>
/// <param name="Version">The new data; null when too many rows were bad or none was good.</param>
/// <param name="Bad">The first of the bad rows, <see cref="IntakeDesk.MostShown"/> at most; <paramref name="BadRows"/> counts all.</param>
internal sealed record IntakeOutcome(DataVersion? Version, long Rows, long BadRows, IReadOnlyList<BadRow> Bad);

/// <summary>Brings a department's file in: each value is read as its item says, bad rows stay outside, the good ones become the next version.</summary>
internal sealed class IntakeDesk(CatalogueStore catalogue, ShardStore shards, IOrganisations organisations, IAccess access) : IDataIntake
{
    public const int MostShown = 200;

    /// <summary>Beyond this share of bad rows the file is refused as a whole: more likely a wrong file than bad rows.</summary>
    public const double MostBad = 0.05;

    /// <exception cref="NotFoundException">The resource is in no catalogue.</exception>
    /// <exception cref="DeniedException">The actor does not answer for the resource's provider.</exception>
    public async Task<DescriptionVersion> AllowedAsync(Actor actor, string code, CancellationToken cancel = default)
    {
        var known = await catalogue.FindAsync(code, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", code);
        return organisations.Find(known.Description.ProviderId) is { } provider && access.May(actor, Permissions.SharingProvide, provider.Path)
            ? known : throw new DeniedException("sharing.catalogue.fault.not-yours");
    }

    /// <param name="name">The file's name: ".xlsx" is a workbook, anything else is read as CSV.</param>
    /// <exception cref="InvalidInputException">The columns are not those of the description, or the file cannot be read.</exception>
    public async Task<IntakeOutcome> BringAsync(Actor actor, string code, Stream content, string name, CancellationToken cancel = default)
    {
        var described = await AllowedAsync(actor, code, cancel);
        var draft = Path.Combine(shards.Drafts, Path.GetRandomFileName());
        var (source, good, parquet) = (draft + ".source", draft + ".csv", draft + ".parquet");
        try
        {
            await using (var copy = new FileStream(source, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
            {
                await content.CopyToAsync(copy, cancel);
            }
            var items = described.Description.Items;
            var (rows, badRows, bad) = Sift(source, name, items, good, cancel);
            if (rows == badRows || badRows > rows * MostBad)
            {
                return new(null, rows, badRows, bad);
            }
            using (var duck = DuckSession.Open(shards.Folder, threads: 1, memory: 256L << 20))
            {
                var columns = string.Join(", ", items.Select(i => $"{Sql.Literal(i.Key)}: {Sql.Literal(ParquetColumn.Type(i))}"));
                duck.Run($"COPY (SELECT * FROM read_csv({Sql.Literal(good)}, auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, parallel = false, columns = {{{columns}}})) TO {Sql.Literal(parquet)} (FORMAT parquet, COMPRESSION zstd)");
            }
            var shard = await shards.KeepAsync(parquet, rows - badRows, cancel);
            return new(await catalogue.PublishAsync(actor, code, described.Number, [shard], cancel), rows, badRows, bad);
        }
        finally
        {
            File.Delete(source);
            File.Delete(good);
            File.Delete(parquet);
        }
    }

    async Task<DataVersion?> IDataIntake.BringAsync(Actor actor, string resource, Stream content, string name, CancellationToken cancel) => (await BringAsync(actor, resource, content, name, cancel)).Version;

    private static (long Rows, long BadRows, List<BadRow> Bad) Sift(string source, string name, IReadOnlyList<Item> items, string good, CancellationToken cancel)
    {
        var bad = new List<BadRow>();
        long line = 1, rows = 0, badRows = 0;
        int[]? places = null;
        var width = 0;
        var isSheet = name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase);
        using var to = new StreamWriter(good, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
        var values = new StringBuilder();
        foreach (var cells in SourceTable.Read(source, name))
        {
            cancel.ThrowIfCancellationRequested();
            if (places is null)
            {
                places = Places(cells, items);
                width = cells.Length;
                continue;
            }
            line++;
            if (cells.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }
            rows++;
            values.Clear();
            var isBad = false;
            // A comma too many shifts what follows: such a row is left out whole, though each value might fit its new place. Excel leaves empty cells away at the end.
            if (cells.Length != width && !(isSheet && cells.Length < width))
            {
                badRows++;
                if (bad.Count < MostShown)
                {
                    bad.Add(new(line, items[0], "sharing.intake.fault.width", string.Join(",", cells.Take(3))));
                }
                continue;
            }
            for (var i = 0; i < items.Count; i++)
            {
                var text = places[i] < cells.Length ? cells[places[i]] : "";
                var (value, fault) = TypedValue.Read(items[i], text);
                if (fault is not null)
                {
                    isBad = true;
                    if (bad.Count < MostShown)
                    {
                        bad.Add(new(line, items[i], fault, text));
                    }
                }
                values.Append(i == 0 ? "" : ",");
                if (value is not null)
                {
                    values.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
                }
            }
            if (isBad)
            {
                badRows++;
            }
            else
            {
                to.WriteLine(values);
            }
        }
        return places is null ? throw new InvalidInputException("file", "sharing.intake.fault.empty") : (rows, badRows, bad);
    }

    /// <summary>Where each item stands; a heading is the item's code or its name.</summary>
    private static int[] Places(string[] headings, IReadOnlyList<Item> items)
    {
        var faults = new List<Fault>();
        var named = headings.Select(h => h.Trim().TrimStart('\uFEFF')).ToArray();
        var places = items.Select(item => Array.FindIndex(named, h => Names(item, h))).ToArray();
        faults.AddRange(items.Where((_, i) => places[i] < 0).Select(i => new Fault("file", "sharing.intake.fault.missing", i.Name.ToString(), i.Key)));
        faults.AddRange(named.Where((h, n) => !places.Contains(n)).Select(h => new Fault("file", "sharing.intake.fault.extra", h)));
        return faults.Count > 0 ? throw new InvalidInputException(faults) : places;
    }

    private static bool Names(Item item, string heading) => string.Equals(heading, item.Key, StringComparison.OrdinalIgnoreCase) || heading == item.Name.ToString();
}
