using System.Collections.Immutable;
using System.Text.Json;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Decisions;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Publishing;

/// <summary>Versions of matters beside each other: previews and publishes changed tables. New cases take the newest; running ones keep theirs.</summary>
internal sealed class Versions(IDatabase database, MatterLibrary library, IEvidenceRecorder recorder, IAccess access, IOrganisations organisations, TimeProvider time)
{
    public const int MostPastCases = 2_000;

    /// <summary>True for the administrators and heads of an office that runs the matter.</summary>
    public bool May(Actor actor, Matter matter) =>
        actor.IsSignedIn && organisations.All.Any(o => o.Function == matter.Office && access.May(actor, Permissions.CasesPublish, o.Path));

    /// <exception cref="NotFoundException">No such matter or table.</exception>
    /// <exception cref="DeniedException">It is another's.</exception>
    public Matter Demand(Actor actor, string key)
    {
        var matter = library.Current(key) ?? throw new NotFoundException("cases.page.fault.no-matter", key);
        return May(actor, matter) ? matter : throw new DeniedException("cases.fault.not-your-matter");
    }

    public Task<List<PublishedVersion>> HistoryAsync(string matter, CancellationToken cancel) =>
        database.ReadAsync(session => PublicationTable.OfMatterAsync(session, matter), cancel);

    public Task<List<VersionUse>> UseAsync(string matter, CancellationToken cancel) =>
        database.ReadAsync(session => PublicationTable.UseAsync(session, matter), cancel);

    public async Task<TablePreview> PreviewAsync(Matter running, string table, string csv, int months, CancellationToken cancel)
    {
        var (next, faults) = Versioning.WithTable(running, Table(running, table).Key, csv, "preview", 0);
        if (next is null)
        {
            return new(null, faults, 0, []);
        }
        var since = time.GetUtcNow().AddMonths(-months);
        var past = await database.ReadAsync(session => PublicationTable.DecidedAsync(session, running.Key, since, MostPastCases), cancel);
        var (before, after) = (CompiledMatter.Of(running), CompiledMatter.Of(next));
        var others = new List<PastCase>();
        foreach (var state in past.Select(CaseJson.ReadState))
        {
            if (WhatIf.Compare(before, after, state.Form) is { Count: > 0 } differences)
            {
                others.Add(new(state, differences));
            }
        }
        return new(next, [], past.Count, others);
    }

    /// <summary>Publishes the running version with one table changed; new cases take it at once on this node, and within seconds on the others.</summary>
    /// <param name="expectedHash">The running version that the person saw.</param>
    /// <exception cref="ConflictException">Another version has been published since.</exception>
    /// <exception cref="InvalidInputException">The table is wrong, or is what runs already, or no reason is given.</exception>
    public async Task<PublishedVersion> PublishAsync(Actor actor, string key, string table, string csv, string expectedHash, string reason, CancellationToken cancel)
    {
        var running = Demand(actor, key);
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("reason", "cases.fault.reason-required");
        }
        if (running.Hash != expectedHash)
        {
            throw new ConflictException("cases.fault.version-moved", running.Version);
        }
        var history = await HistoryAsync(key, cancel);
        var last = history.FirstOrDefault();
        var sequence = (last?.Sequence ?? 0) + 1;
        var baseHash = last?.BaseHash ?? running.Hash;
        var pack = library.Kept(key, baseHash) ?? running;
        var (next, faults) = Versioning.WithTable(running, Table(running, table).Key, csv, pack.Version, sequence);
        if (next is null)
        {
            throw new InvalidInputException([.. faults.Select(f => new Fault("table", "cases.table.fault." + f.Code, [TableFault.Text(f.Line), .. f.Args]))]);
        }
        if (Versioning.Changed(running, next).Count == 0)
        {
            throw new InvalidInputException("table", "cases.fault.nothing-changed");
        }
        var compiled = CompiledMatter.Of(next);
        var now = ChinaTime.FromMicros(time.GetUtcNow().ToMicros());
        var version = new PublishedVersion(key, sequence, next.Version, next.Hash, baseHash, "page", now, actor.PersonId, reason.Trim(), string.Join(',', Versioning.Changed(pack, next)));
        await WriteAsync(version, next, running, actor, table, cancel);
        library.Replace(compiled, baseHash, sequence);
        return version;
    }

    private async Task WriteAsync(PublishedVersion version, Matter next, Matter replaced, Actor actor, string table, CancellationToken cancel)
    {
        var body = JsonSerializer.Serialize(next, CaseJson.Compact.Matter);
        var office = organisations.All.First(o => o.Function == next.Office && access.May(actor, Permissions.CasesPublish, o.Path));
        var stream = "matter/" + next.Key;
        await database.WriteAsync(async session =>
        {
            if (!await PublicationTable.InsertAsync(session, version))
            {
                throw new ConflictException("cases.fault.version-moved", replaced.Version);
            }
            await PublicationTable.KeepBodyAsync(session, next.Key, next.Version, next.Hash, version.At, body);
            await recorder.RecordAsync(session, new(
                "cases.matter-published",
                stream,
                await recorder.NextSequenceAsync(session, stream),
                version.At,
                "office/" + office.Id,
                ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("matter", next.Key), new("matterVersion", next.Version), new("matterHash", next.Hash), new("replaces", replaced.Version), new("table", table)]),
                ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("person", actor.PersonId), new("reason", version.Reason)])));
            return 0;
        }, cancel);
    }

    private static DecisionTable Table(Matter matter, string key) => matter.Decisions.FirstOrDefault(d => d.Key == key) ?? throw new NotFoundException("cases.fault.no-such-table", key);
}
