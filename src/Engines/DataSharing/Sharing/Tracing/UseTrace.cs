using System.Globalization;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>Answers who used what, newest first. Whose question it is must be asked before: a resident asks about himself, a department about its own data or its own uses.</summary>
internal sealed class UseTrace(IDatabase database, SubjectHash hash, SubjectRuns subjects, FilePeople files, ISealedEvents log)
{
    /// <summary>Uses about the person or enterprise with this code.</summary>
    /// <param name="before">Only what stands before this place of the log, for the next page.</param>
    public async Task<List<RecordedUse>> AboutAsync(string code, long? before, int most, CancellationToken cancel = default)
    {
        var whole = hash.Of(code);
        List<long> places = [.. await subjects.PlacesAsync(Looked.Short(whole), before ?? long.MaxValue, most, cancel)];
        foreach (var file in await files.HoldingAsync(whole, cancel))
        {
            places.AddRange(await database.ReadAsync(s => UseStretches.PlacesAsync(s, file, before ?? long.MaxValue, most), cancel));
        }
        places = [.. places.Distinct().OrderDescending().Take(most)];
        // The index knows half of the hash; the entry decides.
        return await ReadAsync(places, u => u.Facts.ContainsKey("file") || u.Facts["subjects"].Split(' ').Contains(whole, StringComparer.Ordinal), cancel);
    }

    /// <summary>Uses of the data of the organisations below the path.</summary>
    public Task<List<RecordedUse>> OfProviderAsync(string path, long? before, int most, CancellationToken cancel = default) => UnderAsync(UseStretches.Below(path), before, most, cancel);

    /// <summary>Uses on one ground: a grant, or a matter.</summary>
    public Task<List<RecordedUse>> OnGroundAsync(string ground, long? before, int most, CancellationToken cancel = default) => UnderAsync(UseStretches.OfGround(ground), before, most, cancel);

    /// <summary>The uses of the data of the organisations below the path since that day, added up by day in China, ground and resource; newest day first.</summary>
    public Task<List<UseDay>> DaysOfProviderAsync(string path, DateOnly since, int most, CancellationToken cancel = default) => database.ReadAsync(s => s.QueryAsync(
        "select day_number, resource, recipient, ground, cast(sum(uses) as bigint), cast(sum(row_count) as bigint) from sharing_use_day where provider_path >= $1 and provider_path < $2 and day_number >= $3 " +
        $"group by day_number, resource, recipient, ground order by 1 desc, 6 desc limit {most}",
        r => new UseDay(DateOnly.FromDayNumber((int)r.GetInt64(0)), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetInt64(5)), path, path + "~", (long)since.DayNumber), cancel);

    private async Task<List<RecordedUse>> UnderAsync(string key, long? before, int most, CancellationToken cancel) =>
        await ReadAsync(await database.ReadAsync(s => UseStretches.PlacesAsync(s, key, before ?? long.MaxValue, most), cancel), _ => true, cancel);

    private async Task<List<RecordedUse>> ReadAsync(IReadOnlyList<long> places, Func<SealedEvent, bool> isMeant, CancellationToken cancel) =>
        [.. (await log.AtAsync(places, cancel)).Where(isMeant).Select(Recorded).OrderByDescending(u => u.Place)];

    private static RecordedUse Recorded(SealedEvent happened)
    {
        var facts = happened.Facts;
        return new(happened.EntryId, happened.Index, happened.At.ToChina(), facts["resource"], int.Parse(facts["version"], CultureInfo.InvariantCulture), facts["recipient"], facts["ground"],
            [.. facts["items"].Split(' ', StringSplitOptions.RemoveEmptyEntries)], long.Parse(facts["rows"], CultureInfo.InvariantCulture));
    }
}

/// <summary>The uses of one day on one ground.</summary>
internal sealed record UseDay(DateOnly Day, string Resource, string Recipient, string Ground, long Uses, long Rows);
