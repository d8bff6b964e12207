using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Intake.Reading;
using Zhuangjin.DataSharing.Intake.Runs;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Intake.Sources;

/// <summary>Takes what is due from the sources' tables: all rows on one snapshot go into a file, and the file becomes a run like any other. What is killed before the file is stored begins again.</summary>
internal sealed class SourcePull(
    SourceStore sources, CatalogueStore catalogue, ShardStore shards, IFileStore files, IOrganisations organisations, IntakeSettings settings, IDatabase database, IEvidenceRecorder evidence, TimeProvider time)
{
    private const char Delimiter = ',';

    /// <summary>Whether something is asked for, or due by a resource's cycle.</summary>
    public async Task<IReadOnlyList<DataSource>> DueAsync(CancellationToken cancel)
    {
        var due = new List<DataSource>();
        foreach (var source in await sources.AllAsync(cancel))
        {
            if (source.Requested != PullRequest.None || (await catalogue.FindAsync(source.Resource, cancel) is { } described && Next(source, described.Description.Cycle) <= time.GetUtcNow()))
            {
                due.Add(source);
            }
        }
        return due;
    }

    /// <summary>When the source is taken next by its cycle; null when only by button.</summary>
    public static DateTimeOffset? Next(DataSource source, UpdateCycle cycle) => cycle switch
    {
        UpdateCycle.RealTime => Since(source).AddMinutes(5),
        UpdateCycle.Daily => Since(source).AddDays(1),
        UpdateCycle.Weekly => Since(source).AddDays(7),
        UpdateCycle.Monthly => Since(source).AddMonths(1),
        UpdateCycle.Quarterly => Since(source).AddMonths(3),
        UpdateCycle.Yearly => Since(source).AddYears(1),
        _ => null,
    };

    /// <summary>Takes one source. What goes wrong stands at the source, and is tried again when it is due or asked for.</summary>
    public async Task PullAsync(DataSource source, CancellationToken cancel)
    {
        var draft = Path.Combine(shards.Drafts, ChunkWriter.Prefix + Path.GetRandomFileName() + ".csv");
        try
        {
            var described = await catalogue.FindAsync(source.Resource, cancel) ?? throw new InvalidInputException("", "sharing.fault.no-resource", source.Resource);
            var items = described.Description.Items;
            if (items.FirstOrDefault(i => !source.Columns.ContainsKey(i.Key)) is { } added)
            {
                throw new InvalidInputException("", "sharing.source.fault.no-column", added.Key);
            }
            var isFull = source.Requested == PullRequest.Full || source.CursorColumn is null || source.CursorValue is null;
            var (rows, cursor) = await WriteAsync(source, items, isFull ? null : source.CursorValue, draft, cancel);
            if (rows == 0)
            {
                // Nothing new; but a table that is empty all at once is rather a fault than a wish to delete everything.
                await database.WriteAsync(s => SourceStore.PulledAsync(s, source.Resource, time.GetUtcNow(), isFull ? new("", "sharing.source.fault.no-rows") : null), cancel);
                return;
            }
            await BeginAsync(source, described, isFull, cursor, draft, cancel);
        }
        catch (InvalidInputException wrong)
        {
            await database.WriteAsync(s => SourceStore.PulledAsync(s, source.Resource, time.GetUtcNow(), wrong.Faults[0]), cancel);
        }
        catch (Exception wrong) when (wrong is DbException or IOException or TimeoutException)
        {
            await database.WriteAsync(s => SourceStore.PulledAsync(s, source.Resource, time.GetUtcNow(), new("", "sharing.source.fault.unreachable", SourceTable.Short(wrong))), cancel);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static DateTimeOffset Since(DataSource source) => source.PulledAt ?? source.ChangedAt;

    private async Task<(long Rows, string? Cursor)> WriteAsync(DataSource source, ImmutableArray<Item> items, string? after, string draft, CancellationToken cancel)
    {
        long rows = 0;
        string? cursor = null;
        await using var table = await SourceTable.OpenAsync(source, items, settings.SqliteFolder, cancel);
        await using var file = new StreamWriter(draft, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
        await file.WriteLineAsync(string.Join(Delimiter, items.Select(i => i.Key)));
        await foreach (var cells in table.ReadAsync(after, cancel))
        {
            for (var i = 0; i < items.Length; i++)
            {
                await file.WriteAsync($"{(i == 0 ? "" : Delimiter)}\"{cells[i].Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            }
            await file.WriteLineAsync();
            rows++;
            cursor = cells[^1].Length > 0 ? cells[^1] : cursor;
        }
        return (rows, cursor);
    }

    private async Task BeginAsync(DataSource source, DescriptionVersion described, bool isFull, string? cursor, string draft, CancellationToken cancel)
    {
        StoredFile stored;
        await using (var read = File.OpenRead(draft))
        {
            stored = await files.SaveAsync(read, long.MaxValue, cancel);
        }
        var now = time.GetUtcNow();
        var provider = organisations.Find(described.Description.ProviderId)!;
        FileShape shape = new(FileFormat.Csv, TextEncodings.Utf8, Delimiter, [.. described.Description.Items.Select(i => i.Key)]);
        var run = new IntakeRun(Ids.New(now), source.Resource, described.Number, isFull ? IntakeMode.Full : IntakeMode.Increment, stored.Sha256, source.Schema.Length == 0 ? source.Table : $"{source.Schema}.{source.Table}", stored.Size, shape, [], IntakeState.Waiting,
            source.Person, provider.Id, provider.Path, now, null, null, 0, 0, 0, 0, 0, 0, [], null, null) { IsFromTable = true, Cursor = cursor };
        await database.WriteAsync(async s =>
        {
            if (await IntakeRunStore.UnderWayAsync(s, run.Resource, run.File, run.Mode) is null)
            {
                await IntakeRunStore.InsertAsync(s, run);
                await evidence.RecordAsync(s, IntakeDesk.Begun(run));
            }
            return await SourceStore.PulledAsync(s, source.Resource, now, null);
        }, cancel);
    }
}
