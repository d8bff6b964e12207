using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Importing;

/// <summary>Takes a department's catalogue from a file: read, shown, and taken over whole when its person confirms.</summary>
internal sealed class ImportDesk(ImportPlanner planner, ImportStore imports, CatalogueDesk desk, CatalogueStore store, ShardStore shards, IDatabase database, IEvidenceRecorder evidence, TimeProvider time)
{
    public const int LargestFile = 20 << 20;

    private const int LongestName = 200;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private static readonly string[] Endings = [".csv", ".txt", ".tsv", ".xlsx", ".jsonld", ".json"];

    /// <summary>What the file says; when it has no fault and would change something, it is kept under the id to be confirmed.</summary>
    /// <exception cref="DeniedException">The actor registers for no department.</exception>
    /// <exception cref="InvalidInputException">The file as a whole cannot be read.</exception>
    public async Task<(ImportPlan Plan, string? Id)> ReadAsync(Actor actor, Stream content, string name, CancellationToken cancel = default)
    {
        if (desk.Providers(actor).Count == 0)
        {
            throw new DeniedException("sharing.catalogue.fault.not-yours");
        }
        name = Path.GetFileName(name.Replace('\\', '/'));
        var ending = Path.GetExtension(name).ToLowerInvariant();
        if (!Endings.Contains(ending, StringComparer.Ordinal))
        {
            throw new InvalidInputException("file", "sharing.import.fault.format");
        }
        var draft = Path.Combine(shards.Drafts, Path.GetRandomFileName() + ending);
        try
        {
            var hash = await DraftAsync(content, draft, cancel);
            var plan = await planner.PlanAsync(actor, draft, name, cancel);
            if (plan.Faults.Count > 0 || plan.IsIdle)
            {
                return (plan, null);
            }
            var now = time.GetUtcNow();
            var kept = new KeptImport(Ids.New(now), actor.PersonId, actor.Appointments[0].OrganisationId, name.Length > LongestName ? name[^LongestName..] : name, hash, now, null, plan.Lines);
            await database.WriteAsync(async s =>
            {
                await ImportStore.ForgetAsync(s, now - Kept);
                await ImportStore.AddAsync(s, kept);
                await RecordAsync(s, "sharing.import-read", kept, now, plan.Lines);
                return 0;
            }, cancel);
            return (plan, kept.Id);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Somebody's own import.</summary>
    /// <exception cref="NotFoundException">There is none, or it is another's.</exception>
    public async Task<KeptImport> FindAsync(Actor actor, string id, CancellationToken cancel = default) =>
        await imports.FindAsync(id, cancel) is { } kept && kept.Person == actor.PersonId ? kept : throw new NotFoundException("sharing.import.fault.none");

    /// <summary>Takes the whole file over in one transaction. Twice changes nothing.</summary>
    /// <exception cref="InvalidInputException">A right or a rule has changed since it was read.</exception>
    /// <exception cref="ConflictException">Somebody described one of the resources since it was read.</exception>
    public async Task<KeptImport> ConfirmAsync(Actor actor, string id, CancellationToken cancel = default)
    {
        var kept = await FindAsync(actor, id, cancel);
        if (kept.ConfirmedAt is not null)
        {
            return kept;
        }
        var among = kept.Lines.ToDictionary(l => l.Description.Code, l => l.Description, StringComparer.Ordinal);
        var (changes, drafts) = (kept.Lines.Where(l => l.Change != ImportChange.Unchanged).ToList(), new List<DescriptionDraft>());
        foreach (var line in changes)
        {
            if (await desk.CheckAsync(actor, line.Description, cancel, among) is { Count: > 0 } faults)
            {
                throw new InvalidInputException([.. faults.Select(f => f with { Field = "" })]);
            }
            drafts.Add(await store.PrepareAsync(line.Description, cancel));
        }
        var now = time.GetUtcNow();
        return await database.WriteAsync(async s =>
        {
            if (!await ImportStore.ConfirmAsync(s, id, now))
            {
                return kept with { ConfirmedAt = now };
            }
            foreach (var (line, draft) in changes.Zip(drafts))
            {
                await store.DescribeAsync(s, actor, draft, line.Seen);
            }
            await RecordAsync(s, "sharing.imported", kept, now, kept.Lines);
            return kept with { ConfirmedAt = now };
        }, cancel);
    }

    private static async Task<string> DraftAsync(Stream content, string draft, CancellationToken cancel)
    {
        await using var copy = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        long size = 0;
        int read;
        while ((read = await content.ReadAsync(buffer, cancel)) > 0)
        {
            size += read;
            if (size > LargestFile)
            {
                throw new InvalidInputException("file", "sharing.intake.fault.too-large", (LargestFile >> 20).ToString(CultureInfo.InvariantCulture));
            }
            digest.AppendData(buffer, 0, read);
            await copy.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return size > 0 ? Convert.ToHexStringLower(digest.GetHashAndReset()) : throw new InvalidInputException("file", "sharing.intake.fault.empty");
    }

    private async ValueTask RecordAsync(ISession session, string type, KeptImport kept, DateTimeOffset now, IReadOnlyList<ImportLine> lines)
    {
        var stream = "catalogue-import/" + kept.Id;
        var facts = Enum.GetValues<ImportChange>().ToDictionary(c => c.ToString().ToLowerInvariant(), c => lines.Count(l => l.Change == c).ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
        facts["file"] = kept.Hash;
        await evidence.RecordAsync(session, new(type, stream, await evidence.NextSequenceAsync(session, stream), now, "office/" + kept.Office,
            facts.ToImmutableSortedDictionary(StringComparer.Ordinal), ImmutableSortedDictionary<string, string>.Empty.Add("person", kept.Person).Add("name", kept.Name)));
    }
}
