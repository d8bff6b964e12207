using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Drafts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Exporting;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Importing;

/// <summary>Keeps sheets, matches columns and checks rows; what enters them is <see cref="ImportRunner"/>.</summary>
internal sealed class Imports(IDatabase database, MatterLibrary matters, RowReader reader, ImportRunner runner, IAccess access, IOrganisations organisations, PhraseBook book, TimeProvider time) : IImports
{
    private const int MostBytes = 32 * 1024 * 1024;

    private const int AtOnce = 5_000;

    public async Task<Import> BeginAsync(Actor actor, string matterKey, ImportKind kind, string fileName, Stream content, CancellationToken cancel = default)
    {
        Demand(actor);
        var compiled = matters.CurrentCompiled(matterKey) ?? throw new NotFoundException("cases.fault.no-such-matter");
        compiled.Matter.BegunByApplication();
        using var kept = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0;)
        {
            if (kept.Length + read > MostBytes)
            {
                throw new InvalidInputException("file", "cases.fault.sheet-too-large");
            }
            kept.Write(buffer, 0, read);
        }
        var bytes = kept.ToArray();
        var (headings, rows) = SheetReader.Read(bytes);
        var columns = Guess(compiled.Matter, kind, headings);
        var import = new Import(Ids.New(time), matterKey, kind, Path.GetFileName(fileName), Convert.ToHexStringLower(SHA256.HashData(bytes)), headings, columns, ImportStatus.Checked, rows.Count, 0, 0, time.GetUtcNow());
        List<ImportRow> checkedRows = [.. rows.Select(r => Check(actor, compiled, import, r.Number, r.Cells))];
        await database.WriteAsync(async session =>
        {
            await ImportTable.InsertAsync(session, import, actor.PersonId, checkedRows);
            return 0;
        }, cancel);
        return import with { Faulty = checkedRows.Count(r => r.Stand == RowStand.Faulty) };
    }

    public async Task<Import> MatchAsync(Actor actor, string id, IReadOnlyDictionary<string, string> columns, CancellationToken cancel = default)
    {
        var import = await NeedAsync(actor, id, cancel);
        if (import.Status == ImportStatus.Running)
        {
            throw new ConflictException("cases.fault.import-running");
        }
        var targets = Targets(import.MatterKey, import.Kind).Select(t => t.Key).ToHashSet(StringComparer.Ordinal);
        import = import with { Columns = columns.Where(c => targets.Contains(c.Key) && import.Headings.Contains(c.Value)).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal) };
        var compiled = matters.CurrentCompiled(import.MatterKey) ?? throw new NotFoundException("cases.fault.no-such-matter");
        for (long after = 0; ;)
        {
            var rows = await database.ReadAsync(session => ImportTable.RowsAsync(session, id, after, AtOnce), cancel);
            if (rows.Count == 0)
            {
                break;
            }
            List<ImportRow> again = [.. rows.Where(r => r.Stand != RowStand.Done).Select(r => Check(actor, compiled, import, (int)r.Number, r.Cells))];
            await database.WriteAsync(async session =>
            {
                await ImportTable.CheckedAsync(session, id, import.Columns, again);
                return 0;
            }, cancel);
            after = rows[^1].Number;
        }
        return await NeedAsync(actor, id, cancel);
    }

    public async Task<Import> RunAsync(Actor actor, string id, CancellationToken cancel = default)
    {
        var import = await NeedAsync(actor, id, cancel);
        await database.WriteAsync(async session =>
            await ImportTable.SetStatusAsync(session, id, ImportStatus.Checked, ImportStatus.Running) || await ImportTable.SetStatusAsync(session, id, ImportStatus.Finished, ImportStatus.Running), cancel);
        runner.Wake();
        return import with { Status = ImportStatus.Running };
    }

    public async Task<Import?> FindAsync(Actor actor, string id, CancellationToken cancel = default) =>
        await database.ReadAsync(session => ImportTable.FindAsync(session, id), cancel) is { } found && found.Person == actor.PersonId ? found.Import : null;

    public async Task<IReadOnlyList<Import>> MineAsync(Actor actor, CancellationToken cancel = default)
    {
        Demand(actor);
        return [.. (await database.ReadAsync(session => ImportTable.OfAsync(session, actor.PersonId), cancel)).Select(i => i.Import)];
    }

    public async Task<IReadOnlyList<ImportFault>> FaultsAsync(Actor actor, string id, int most, CancellationToken cancel = default)
    {
        await NeedAsync(actor, id, cancel);
        return [.. (await database.ReadAsync(session => ImportTable.RowsAsync(session, id, 0, most, RowStand.Faulty), cancel)).SelectMany(r => r.Faults).Take(most)];
    }

    public async Task<byte[]> FaultyRowsAsync(Actor actor, string id, string language, CancellationToken cancel = default)
    {
        var import = await NeedAsync(actor, id, cancel);
        var t = book.In(language);
        var rows = await database.ReadAsync(session => ImportTable.RowsAsync(session, id, 0, int.MaxValue, RowStand.Faulty), cancel);
        var text = new StringBuilder();
        // The last column tells what is wrong; brought again it is matched with nothing.
        text.AppendJoin(',', import.Headings.Where(h => h != t["cases.import.faults"]).Append(t["cases.import.faults"]).Select(Csv.Cell)).Append("\r\n");
        foreach (var row in rows)
        {
            var told = string.Join("；", row.Faults.Select(f => (f.Heading.Length > 0 ? f.Heading + "：" : "") + t[f.Fault.Code, [.. f.Fault.Args]]));
            var cells = row.Cells.Where((_, i) => i >= import.Headings.Count || import.Headings[i] != t["cases.import.faults"]);
            text.AppendJoin(',', cells.Append(told).Select(Csv.Cell)).Append("\r\n");
        }
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    public IReadOnlyList<ImportTarget> Targets(string matterKey, ImportKind kind) =>
        matters.Current(matterKey) is { } matter ? RowReader.Targets(matter, kind) : throw new NotFoundException("cases.fault.no-such-matter");

    /// <summary>The cells by target, as the columns are matched.</summary>
    public static Dictionary<string, string> ByTarget(Import import, string[] cells)
    {
        var places = import.Headings.Select((heading, place) => (heading, place)).Where(h => h.heading.Length > 0).ToDictionary(h => h.heading, h => h.place, StringComparer.Ordinal);
        return import.Columns.Where(c => places.ContainsKey(c.Value)).ToDictionary(c => c.Key, c => cells[places[c.Value]], StringComparer.Ordinal);
    }

    /// <summary>The office that runs the matter for the case's home, whose clerks alone may enter it.</summary>
    public static string OfficeOf(IOrganisations organisations, Matter matter, Organisation home) => (organisations.Resolve(matter.Office, home.Id) ?? home).Path;

    private ImportRow Check(Actor actor, CompiledMatter compiled, Import import, int number, string[] cells)
    {
        var read = reader.Read(compiled, import.Kind, ByTarget(import, cells));
        var faults = read.Faults.Select(f => new ImportFault(number, import.Columns.GetValueOrDefault(f.Field, ""), f)).ToList();
        if (read.Home is { } home && !access.May(actor, Permissions.CasesHandle, OfficeOf(organisations, compiled.Matter, home)))
        {
            faults.Add(new(number, "", new("", "cases.fault.not-your-office")));
        }
        return new(number, cells, faults.Count > 0 ? RowStand.Faulty : RowStand.Sound, faults);
    }

    /// <summary>A heading that says what the form says.</summary>
    private Dictionary<string, string> Guess(Matter matter, ImportKind kind, string[] headings)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var target in RowReader.Targets(matter, kind))
        {
            string[] names = target.Label is { } label ? [target.Key["form.".Length..], label.ToString(), book.In("en")[label]] : [target.Key, book.In("zh")[target.TextKey!], book.In("en")[target.TextKey!]];
            if (headings.FirstOrDefault(h => names.Contains(h, StringComparer.OrdinalIgnoreCase) && !columns.ContainsValue(h)) is { Length: > 0 } heading)
            {
                columns[target.Key] = heading;
            }
        }
        return columns;
    }

    private async Task<Import> NeedAsync(Actor actor, string id, CancellationToken cancel)
    {
        Demand(actor);
        return await FindAsync(actor, id, cancel) ?? throw new NotFoundException("cases.fault.no-such-import");
    }

    private void Demand(Actor actor)
    {
        if (access.Reach(actor, Permissions.CasesHandle).Count == 0)
        {
            throw new DeniedException("cases.page.fault.no-work");
        }
    }
}
