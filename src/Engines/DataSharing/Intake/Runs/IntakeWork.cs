using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Channels;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Intake.Reading;
using Zhuangjin.DataSharing.Intake.Sources;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Intake.Runs;

/// <summary>Works one run off: reads its file piece by piece, makes each piece safe with its bad rows, and makes the version of all pieces at the end.</summary>
internal sealed partial class IntakeWork(
    IDatabase database, IntakeRunStore store, CatalogueStore catalogue, ShardStore shards, IFileStore files, VersionMerge merge, IntakeHeadings headings, IntakeSettings settings, IEvidenceRecorder evidence, TimeProvider time, ILogger<IntakeWork> log)
{
    /// <summary>Beyond this share of bad rows nothing is published: more likely a wrong file than bad rows.</summary>
    public const double MostBad = 0.05;

    public async Task RunAsync(string id, CancellationToken cancel)
    {
        if (await store.StartAsync(id, time.GetUtcNow(), cancel) == 0)
        {
            return;
        }
        var run = (await store.FindAsync(id, cancel))!;
        var draft = Path.Combine(shards.Drafts, ChunkWriter.Prefix + Path.GetRandomFileName() + Path.GetExtension(run.Name));
        try
        {
            var description = (await catalogue.FindAsync(run.Resource, run.Description, cancel))!.Description;
            await SiftAsync(run, description, await CopyAsync(run, draft, cancel), cancel);
            File.Delete(draft);
            await PublishAsync((await store.FindAsync(id, cancel))!, description, cancel);
        }
        catch (InvalidInputException wrong)
        {
            await EndAsync(run, IntakeState.Failed, wrong.Faults, cancel);
        }
        catch (DuckDBException wrong)
        {
            Broken(log, wrong, id);
            await EndAsync(run, IntakeState.Failed, [new("file", "sharing.intake.fault.broken")], cancel);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>A path on this node under which the file can be read: where it lies, or a copy where it lies in the shared store or the warehouse has to reach it.</summary>
    private async Task<string> CopyAsync(IntakeRun run, string draft, CancellationToken cancel)
    {
        await using var kept = await files.OpenAsync(run.File, cancel) ?? throw new FileNotFoundException($"The stored file {run.File} is missing. Restore it from a backup, or bring it again.");
        if (kept is FileStream here && run.Shape.Format != FileFormat.Parquet)
        {
            return here.Name;
        }
        await using var copy = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 18, FileOptions.Asynchronous);
        await kept.CopyToAsync(copy, 1 << 18, cancel);
        return draft;
    }

    /// <summary>One task reads, some sift and write, and what they made becomes safe in the order of the file.</summary>
    private async Task SiftAsync(IntakeRun run, Description description, string path, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var pieces = Channel.CreateBounded<(Task<SiftedChunk> Sifted, long Bytes)>(Math.Max(1, settings.Threads - 1));
        ChunkWriter writer = new(shards, description.Items, ColumnMap.Of(run.Shape.Headings, description.Items, headings.Reasons));
        var reading = Task.Run(() => ReadAsync(run, path, writer, pieces.Writer, stop.Token), stop.Token);
        try
        {
            var (number, bad) = (run.Chunks, run.Quarantined);
            await foreach (var (sifting, bytes) in pieces.Reader.ReadAllAsync(cancel))
            {
                var sifted = await sifting;
                var shard = sifted.Draft is null ? null : await shards.KeepAsync(sifted.Draft, sifted.Rows - sifted.Bad.Count, cancel);
                if (!await store.KeepAsync(run.Id, number, shard, sifted.Rows, sifted.Line, bytes, sifted.Bad, cancel))
                {
                    throw new OperationCanceledException("Another node is at this run.");
                }
                number++;
                bad += sifted.Bad.Count;
                if (bad > settings.MostBadRows)
                {
                    throw new InvalidInputException("file", "sharing.intake.fault.too-many-bad", settings.MostBadRows.ToString("N0", CultureInfo.InvariantCulture));
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(IntakeRun run, string path, ChunkWriter writer, ChannelWriter<(Task<SiftedChunk>, long)> pieces, CancellationToken cancel)
    {
        try
        {
            var (rows, characters, place) = (new List<SourceRow>(), 0L, new ReadPlace());
            foreach (var row in SourceFile.Read(path, shards.Folder, run.Shape, place))
            {
                if (row.Line <= run.Line)
                {
                    continue;
                }
                rows.Add(row);
                foreach (var cell in row.Cells)
                {
                    characters += cell.Length;
                }
                if (rows.Count >= settings.ChunkRows || characters > settings.ChunkCharacters)
                {
                    await SendAsync(rows, place.Bytes);
                    (rows, characters) = ([], 0);
                }
            }
            if (rows.Count > 0)
            {
                await SendAsync(rows, place.Bytes);
            }
            pieces.Complete();
        }
        catch (Exception fault)
        {
            // The one who waits for pieces gets it, after those that were read before.
            pieces.Complete(fault);
        }

        async Task SendAsync(List<SourceRow> full, long bytes) => await pieces.WriteAsync((Task.Run(() => writer.Write(full), cancel), bytes), cancel);
    }

    private async Task PublishAsync(IntakeRun run, Description description, CancellationToken cancel)
    {
        if (run.Kept == 0 || run.Quarantined > run.Rows * MostBad)
        {
            await EndAsync(run, IntakeState.Refused, [], cancel);
            return;
        }
        Actor actor = new(run.Person, "", [new Appointment(run.Office, run.OfficePath, Roles.Steward)], []);
        while (true)
        {
            var pieces = await store.ShardsAsync(run.Id, cancel);
            var standing = await catalogue.DataAsync(run.Resource, number: null, cancel);
            if (run.Mode == IntakeMode.Increment && standing is not null && !await FitsAsync(standing, description, cancel))
            {
                throw new InvalidInputException("file", "sharing.intake.fault.base-changed", standing.ToString());
            }
            var made = run.Mode == IntakeMode.Full ? [.. pieces] : await merge.MergeAsync(description, standing, pieces, cancel);
            try
            {
                await catalogue.PublishAsync(actor, run.Resource, run.Description, made, cancel, (s, version) => EndedAsync(s, run, IntakeState.Done, version.Number, []), onto: run.Mode == IntakeMode.Full ? null : standing?.Number ?? 0);
                return;
            }
            catch (ConflictException)
            {
                // Another version came while this one was made: it is made again, on that one.
            }
        }
    }

    /// <summary>Whether the standing version has the columns of the description that the run follows.</summary>
    private async Task<bool> FitsAsync(DataVersion standing, Description description, CancellationToken cancel) =>
        standing.Description == 0 || (await catalogue.FindAsync(standing.Resource, standing.Description, cancel))!.Description.Items.Select(i => (i.Key, ParquetColumn.Type(i), i.Identifies)).SequenceEqual(description.Items.Select(i => (i.Key, ParquetColumn.Type(i), i.Identifies)));

    private Task EndAsync(IntakeRun run, IntakeState state, IReadOnlyList<Fault> faults, CancellationToken cancel) => database.WriteAsync(async s =>
    {
        await EndedAsync(s, run, state, null, faults);
        return 0;
    }, cancel);

    private async ValueTask EndedAsync(ISession session, IntakeRun run, IntakeState state, int? version, IReadOnlyList<Fault> faults)
    {
        var now = time.GetUtcNow();
        if (await IntakeRunStore.EndAsync(session, run.Id, state, version, faults, now) == 0)
        {
            return;
        }
        if (version is { } published && run.IsFromTable && run.Cursor is { } cursor)
        {
            await SourceStore.MoveAsync(session, run.Resource, cursor, published);
        }
        var stood = await session.FirstAsync("select row_count, kept, quarantined from sharing_intake_run where id = $1", r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), run.Id);
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["resource"] = run.Resource,
            ["outcome"] = state.ToString(),
            ["rows"] = stood.Item1.ToString(CultureInfo.InvariantCulture),
            ["kept"] = stood.Item2.ToString(CultureInfo.InvariantCulture),
            ["quarantined"] = stood.Item3.ToString(CultureInfo.InvariantCulture),
        };
        if (version is { } number)
        {
            facts["version"] = number.ToString(CultureInfo.InvariantCulture);
        }
        var stream = "intake/" + run.Id;
        await evidence.RecordAsync(session, new("sharing.intake-ended", stream, await evidence.NextSequenceAsync(session, stream), now, "clock", facts.ToImmutableSortedDictionary(StringComparer.Ordinal), ImmutableSortedDictionary<string, string>.Empty));
    }

    [LoggerMessage(LogLevel.Error, "The intake run {Run} cannot be finished")]
    private static partial void Broken(ILogger log, Exception fault, string run);
}
