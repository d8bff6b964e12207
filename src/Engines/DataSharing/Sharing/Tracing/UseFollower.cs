using System.Globalization;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>Makes the index of uses from the sealed log, many in one transaction: uses are recorded thousands a second. The index holds places, the log the content (docs/adr/0041).</summary>
internal sealed class UseFollower(IDatabase database, IOrganisations organisations, SubjectRuns subjects) : IBulkLogFollower
{
    private const string AddUp = "on conflict (day_number, resource, recipient, ground, provider_path) do update set uses = sharing_use_day.uses + excluded.uses, row_count = sharing_use_day.row_count + excluded.row_count";

    private static readonly string[] DayColumns = ["day_number", "resource", "recipient", "ground", "provider_path", "uses", "row_count"];

    public string Name => "sharing.use-index";

    public bool Wants(string type) => type == UseRecorder.Type;

    public Task HandleAsync(SealedEvent happened, CancellationToken cancel) => HandleAsync([happened], cancel);

    public async Task HandleAsync(IReadOnlyList<SealedEvent> happened, CancellationToken cancel)
    {
        Looked[] looked = [.. happened.SelectMany(Subjects)];
        await database.WriteAsync(s => IndexAsync(s, happened, looked), cancel);
        await subjects.MergeAsync(cancel);
    }

    private async ValueTask<int> IndexAsync(ISession session, IReadOnlyList<SealedEvent> happened, Looked[] looked)
    {
        var (next, run) = await session.FirstAsync("select next, run from sharing_use_state where id = 1", r => (r.GetInt64(0), r.GetInt64(1)));
        if (happened.Any(h => h.Index < next))
        {
            // Handed over again, after a stop between the index and the follower's cursor: what is in the index stays out.
            happened = [.. happened.Where(h => h.Index >= next)];
            looked = [.. looked.Where(l => l.Place >= next)];
        }
        if (happened.Count == 0)
        {
            return 0;
        }
        var paths = await PathsAsync(session, happened.Select(h => h.Facts["resource"]).Distinct(StringComparer.Ordinal));
        await UseStretches.AddAsync(session, happened.SelectMany(h => Keys(h, paths[h.Facts["resource"]]).Select(key => (key, h.Index))));
        await session.InsertManyAsync("sharing_use_day", DayColumns, [.. happened.GroupBy(h => Day(h, paths)).Select(g => Row(g.Key, g))], AddUp);
        if (looked.Length > 0)
        {
            await SubjectRuns.AddAsync(session, run + 1, looked, happened[0].Index, happened[^1].Index);
        }
        await session.DeferAsync("update sharing_use_state set next = $1, run = run + 1 where id = 1 and next = $2", [happened[^1].Index + 1, next], expectRows: 1, () => new InvalidOperationException("Another node indexed the same uses; nothing was changed."));
        return happened.Count;
    }

    private async ValueTask<Dictionary<string, string>> PathsAsync(ISession session, IEnumerable<string> resources)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            var provider = await session.FirstAsync("select provider from sharing_resource where code = $1", r => r.GetString(0), resource);
            paths[resource] = provider is null ? "" : organisations.Find(provider)?.Path ?? "";
        }
        return paths;
    }

    private static IEnumerable<string> Keys(SealedEvent happened, string path) =>
        [.. UseStretches.OfProvider(path), UseStretches.OfGround(happened.Facts["ground"]), .. happened.Facts.ContainsKey("file") ? [UseStretches.OfFile(happened.Facts["ground"], happened.Facts["version"])] : (string[])[]];

    private static (long Day, string Resource, string Recipient, string Ground, string Path) Day(SealedEvent happened, Dictionary<string, string> paths)
    {
        var facts = happened.Facts;
        return (happened.At.ChinaDate().DayNumber, facts["resource"], facts["recipient"], facts["ground"], paths[facts["resource"]]);
    }

    private static object?[] Row((long Day, string Resource, string Recipient, string Ground, string Path) day, IEnumerable<SealedEvent> uses) =>
        [day.Day, day.Resource, day.Recipient, day.Ground, day.Path, (long)uses.Count(), uses.Sum(u => long.Parse(u.Facts["rows"], CultureInfo.InvariantCulture))];

    private static IEnumerable<Looked> Subjects(SealedEvent happened) =>
        happened.Facts.TryGetValue("subjects", out var hashes) ? hashes.Split(' ').Select(hash => new Looked(Looked.Short(hash), happened.Index)) : [];
}
