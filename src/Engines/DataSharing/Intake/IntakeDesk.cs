using System.Collections.Immutable;
using System.Globalization;
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

namespace Zhuangjin.DataSharing.Intake;

/// <summary>Takes a department's files: looks at their columns, stores them, and hands them to the runner.</summary>
internal sealed class IntakeDesk(
    CatalogueStore catalogue, ShardStore shards, IntakeRunStore store, IntakeRunner runner, IFileStore files, IDatabase database, IntakeHeadings headings, IntakeSettings settings, IEvidenceRecorder evidence, TimeProvider time, IOrganisations organisations, IAccess access) : IDataIntake
{
    private static readonly string[] Endings = [".csv", ".txt", ".tsv", ".xlsx", ".jsonl", ".ndjson", ".parquet"];

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <exception cref="NotFoundException">The resource is in no catalogue.</exception>
    /// <exception cref="DeniedException">The actor does not answer for the resource's provider.</exception>
    public async Task<DescriptionVersion> AllowedAsync(Actor actor, string code, CancellationToken cancel = default)
    {
        var known = await catalogue.FindAsync(code, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", code);
        return organisations.Find(known.Description.ProviderId) is { } provider && access.May(actor, Permissions.SharingProvide, provider.Path)
            ? known : throw new DeniedException("sharing.catalogue.fault.not-yours");
    }

    /// <summary>A run that the actor may see, for he answers for its resource.</summary>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    public async Task<(IntakeRun Run, Description Entry)> RunAsync(Actor actor, string id, CancellationToken cancel = default)
    {
        var run = await store.FindAsync(id, cancel) ?? throw new NotFoundException("sharing.intake.fault.no-run");
        return (run, (await AllowedAsync(actor, run.Resource, cancel)).Description);
    }

    /// <summary>Stores a file whose columns are the description's and starts its run. The same file again, while it is under way, is the same run.</summary>
    /// <param name="name">The file's name; its ending tells the format.</param>
    /// <param name="mends">The run whose bad rows the file brings mended.</param>
    /// <exception cref="InvalidInputException">The file is too large, is of no known format, or its columns are others.</exception>
    public async Task<IntakeRun> ReceiveAsync(Actor actor, string code, Stream content, string name, IntakeMode mode, string? mends = null, CancellationToken cancel = default)
    {
        var described = await AllowedAsync(actor, code, cancel);
        name = Path.GetFileName(name.Replace('\\', '/'));
        var ending = Path.GetExtension(name).ToLowerInvariant();
        if (!Endings.Contains(ending, StringComparer.Ordinal))
        {
            throw new InvalidInputException("file", "sharing.intake.fault.format");
        }
        var draft = Path.Combine(shards.Drafts, Path.GetRandomFileName() + ending);
        try
        {
            await DraftAsync(content, draft, cancel);
            var (shape, map) = SourceFile.Inspect(draft, name, shards.Folder, described.Description.Items, headings.Reasons);
            StoredFile stored;
            await using (var read = new FileStream(draft, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 18, FileOptions.Asynchronous | FileOptions.SequentialScan))
            {
                stored = await files.SaveAsync(read, long.MaxValue, cancel);
            }
            var now = time.GetUtcNow();
            var provider = organisations.Find(described.Description.ProviderId)!;
            var run = new IntakeRun(Ids.New(now), code, described.Number, mode, stored.Sha256, name.Length > 200 ? name[^200..] : name, stored.Size, shape, map.Guessed, IntakeState.Waiting, actor.PersonId, provider.Id, provider.Path,
                now, null, null, 0, 0, 0, 0, 0, 0, [], null, mends);
            var id = await database.WriteAsync(async s =>
            {
                if (await IntakeRunStore.UnderWayAsync(s, code, stored.Sha256, mode) is { } same)
                {
                    return same;
                }
                await IntakeRunStore.InsertAsync(s, run);
                await evidence.RecordAsync(s, Begun(run));
                return run.Id;
            }, cancel);
            runner.Wake();
            return id == run.Id ? run : (await store.FindAsync(id, cancel))!;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    async Task<DataVersion?> IDataIntake.BringAsync(Actor actor, string resource, Stream content, string name, CancellationToken cancel)
    {
        var run = await ReceiveAsync(actor, resource, content, name, IntakeMode.Full, mends: null, cancel);
        while (run.IsOpen)
        {
            await runner.RunAllAsync(cancel);
            run = (await store.FindAsync(run.Id, cancel))!;
            if (run.IsOpen)
            {
                // The background worker, here or on another node, is at it.
                await Task.Delay(Look, TimeProvider.System, cancel);
            }
        }
        return run.State == IntakeState.Failed ? throw new InvalidInputException(run.Faults) : run.Version is { } number ? await catalogue.DataAsync(resource, number, cancel) : null;
    }

    private async Task DraftAsync(Stream content, string draft, CancellationToken cancel)
    {
        await using var copy = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 18, FileOptions.Asynchronous);
        var buffer = new byte[1 << 18];
        long size = 0;
        int read;
        while ((read = await content.ReadAsync(buffer, cancel)) > 0)
        {
            size += read;
            if (size > settings.LargestFile)
            {
                throw new InvalidInputException("file", "sharing.intake.fault.too-large", Bounds.Text(settings.LargestFile >> 20));
            }
            await copy.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        if (size == 0)
        {
            throw new InvalidInputException("file", "sharing.intake.fault.empty");
        }
    }

    /// <summary>The event with which a run begins.</summary>
    public static EvidenceEvent Begun(IntakeRun run) => new("sharing.intake-begun", "intake/" + run.Id, 1, run.BegunAt, "office/" + run.Office,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["resource"] = run.Resource, ["mode"] = run.Mode.ToString(), ["file"] = run.File, ["bytes"] = run.Size.ToString(CultureInfo.InvariantCulture) }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        ImmutableSortedDictionary<string, string>.Empty.Add("person", run.Person).Add("name", run.Name));
}
