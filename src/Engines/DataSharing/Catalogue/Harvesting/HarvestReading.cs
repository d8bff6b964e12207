using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.DataSharing.Catalogue.Harvesting;

/// <summary>Reads one source: what changed since its cursor, then what is there no longer. Each page is safe when it is through, so a source that goes down is read on from there.</summary>
internal sealed class HarvestReading(HarvestStore store, CkanClient client, CatalogueStore catalogue, CatalogueDesk desk, HarvestSettings settings, PhraseBook words, IDatabase database, IEvidenceRecorder evidence, TimeProvider time)
{
    /// <summary>So many may vanish at once without a question; beyond, half of the source.</summary>
    private const int FewGone = 10;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    public async Task<HarvestRun> RunAsync(HarvestSource source, CancellationToken cancel)
    {
        var begun = time.GetUtcNow();
        var round = new Round(source, (await store.PackagesAsync(source.Code, cancel)).ToDictionary(p => p.Id, StringComparer.Ordinal));
        Fault? fault = null;
        try
        {
            await ChangesAsync(round, cancel);
            fault = await VanishedAsync(round, cancel);
        }
        catch (Exception wrong) when (wrong is HttpRequestException or InvalidDataException or IOException || (wrong is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            fault = new("", wrong is InvalidDataException ? "sharing.harvest.fault.answer" : "sharing.harvest.fault.unreachable", wrong.Message.Length > 200 ? wrong.Message[..200] : wrong.Message);
        }
        return await EndAsync(round, begun, fault, cancel);
    }

    private async Task ChangesAsync(Round round, CancellationToken cancel)
    {
        var since = round.Source.Requested == HarvestRequest.Everything ? null : round.Source.Cursor;
        var newest = since;
        var isOrdered = true;
        for (var start = 0; ;)
        {
            var (count, packages) = await client.SearchAsync(round.Source.Address, since, start, settings.PageRows, cancel);
            foreach (var package in packages)
            {
                isOrdered &= newest is null || string.CompareOrdinal(package.Modified, newest) >= 0;
                newest = newest is null || string.CompareOrdinal(package.Modified, newest) > 0 ? package.Modified : newest;
                await TakeAsync(round, package, cancel);
            }
            start += packages.Count;
            var isLast = packages.Count == 0 || start >= count;
            // A source that does not order its answer may hold older ones on its next page.
            if (newest is { Length: > 0 } && newest != round.Source.Cursor && (isOrdered || isLast))
            {
                var safe = newest;
                await database.WriteAsync(s => HarvestStore.MoveAsync(s, round.Source.Code, safe), cancel);
            }
            if (isLast)
            {
                return;
            }
        }
    }

    /// <summary>What stands in our catalogue and not in the source's list is asked for by itself, and withdrawn when it is gone; what is listed and unknown is read.</summary>
    private async Task<Fault?> VanishedAsync(Round round, CancellationToken cancel)
    {
        var names = await client.NamesAsync(round.Source.Address, cancel);
        var standing = round.Known.Values.Where(p => p.GoneAt is null).ToList();
        var missing = standing.Where(p => !names.Contains(p.Name)).ToList();
        if (missing.Count > Math.Max(FewGone, standing.Count / 2) && round.Source.Requested != HarvestRequest.Everything)
        {
            // More likely the source is ill than that most of it was thrown away.
            return new("", "sharing.harvest.fault.many-gone", missing.Count.ToString(CultureInfo.InvariantCulture), standing.Count.ToString(CultureInfo.InvariantCulture));
        }
        foreach (var gone in missing)
        {
            if (await client.FindAsync(round.Source.Address, gone.Id, cancel) is { } renamed)
            {
                await TakeAsync(round, renamed, cancel);
                continue;
            }
            var now = time.GetUtcNow();
            await desk.WithdrawGoneAsync(gone.Code, words.Say("zh", "sharing.harvest.gone", [round.Source.Title]), cancel);
            await database.WriteAsync(s => HarvestStore.KeepAsync(s, gone with { GoneAt = now }), cancel);
            round.Withdrawn++;
        }
        foreach (var name in names.Except(round.Known.Values.Where(p => p.GoneAt is null).Select(p => p.Name), StringComparer.Ordinal).ToList())
        {
            if (await client.FindAsync(round.Source.Address, name, cancel) is { } late)
            {
                await TakeAsync(round, late, cancel);
            }
        }
        return null;
    }

    private async Task TakeAsync(Round round, RemotePackage package, CancellationToken cancel)
    {
        var known = round.Known.GetValueOrDefault(package.Id);
        if (!package.IsActive || (known is { GoneAt: null, Fault: null } && known.Modified == package.Modified && known.Name == package.Name && round.Source.Requested != HarvestRequest.Everything && package.Modified.Length > 0))
        {
            return;
        }
        round.Seen++;
        var code = known?.Code ?? await CodeAsync(round, package, cancel);
        var columns = package.Files.FirstOrDefault(f => f.HasColumns) is { } file ? await client.ColumnsAsync(round.Source.Address, file.Id, cancel) : [];
        var description = PackageDescription.Of(round.Source, package, code, columns);
        var fault = DescriptionRules.Check(description, _ => null).FirstOrDefault();
        var kept = new HarvestedPackage(round.Source.Code, package.Id, package.Name, code, package.Modified, null, fault);
        round.Known[package.Id] = kept;
        if (fault is not null)
        {
            round.Refused++;
            await database.WriteAsync(s => HarvestStore.KeepAsync(s, kept), cancel);
            return;
        }
        var draft = await catalogue.PrepareAsync(description, cancel);
        var made = await database.WriteAsync(async s =>
        {
            await HarvestStore.KeepAsync(s, kept);
            return await catalogue.DescribeAsync(s, Actor.Clock, draft);
        }, cancel);
        round.Made += made.Number == 1 ? 1 : 0;
        round.Changed += made.Number > 1 && made.Number > draft.Before ? 1 : 0;
    }

    private async Task<string> CodeAsync(Round round, RemotePackage package, CancellationToken cancel)
    {
        var plain = PackageDescription.CodeOf(round.Source.Code, package, _ => false);
        var isTaken = await catalogue.FindAsync(plain, cancel) is not null || round.Known.Values.Any(p => p.Code == plain);
        return PackageDescription.CodeOf(round.Source.Code, package, _ => isTaken);
    }

    private async Task<HarvestRun> EndAsync(Round round, DateTimeOffset begun, Fault? fault, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var run = new HarvestRun(Ids.New(now), round.Source.Code, begun, now, round.Seen, round.Made, round.Changed, round.Refused, round.Withdrawn, fault);
        var tries = fault is null ? 0 : round.Source.Tries + 1;
        // A source that is down is asked again ever more seldom.
        var pause = FirstPause * Math.Pow(2, Math.Min(tries, 10) - 1);
        var next = fault is null ? After(now, round.Source.Cycle) : now + (pause < LongestPause ? pause : LongestPause);
        var stream = "harvest/" + round.Source.Code;
        await database.WriteAsync(async s =>
        {
            await HarvestStore.EndAsync(s, run, next, tries);
            if (fault is not null || run.Seen + run.Withdrawn > 0)
            {
                await evidence.RecordAsync(s, new(fault is null ? "sharing.harvested" : "sharing.harvest-failed", stream, await evidence.NextSequenceAsync(s, stream), now, "clock",
                    ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["made"] = Text(run.Made), ["changed"] = Text(run.Changed), ["refused"] = Text(run.Refused), ["withdrawn"] = Text(run.Withdrawn),
                    }), ImmutableSortedDictionary<string, string>.Empty));
            }
            return 0;
        }, cancel);
        return run;
    }

    internal static DateTimeOffset? After(DateTimeOffset now, UpdateCycle cycle) => cycle switch
    {
        UpdateCycle.RealTime => now.AddMinutes(15),
        UpdateCycle.Daily => now.AddDays(1),
        UpdateCycle.Weekly => now.AddDays(7),
        UpdateCycle.Monthly => now.AddMonths(1),
        UpdateCycle.Quarterly => now.AddMonths(3),
        UpdateCycle.Yearly => now.AddYears(1),
        _ => null,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <param name="Known">Data sets by the source's id, with what this round adds.</param>
    private sealed record Round(HarvestSource Source, Dictionary<string, HarvestedPackage> Known)
    {
        public int Seen { get; set; }
        public int Made { get; set; }
        public int Changed { get; set; }
        public int Refused { get; set; }
        public int Withdrawn { get; set; }
    }
}
