using System.Globalization;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>Makes the index of uses from the sealed log, many in one transaction: uses are recorded thousands a second.</summary>
internal sealed class UseFollower(IDatabase database, IOrganisations organisations) : IBulkLogFollower
{
    private static readonly string[] UseColumns = ["entry", "place", "at", "resource", "version", "provider_path", "recipient", "ground", "items", "row_count"];

    public string Name => "sharing.uses";

    public bool Wants(string type) => type == UseRecorder.Type;

    public Task HandleAsync(SealedEvent happened, CancellationToken cancel) => HandleAsync([happened], cancel);

    public Task HandleAsync(IReadOnlyList<SealedEvent> happened, CancellationToken cancel) => database.WriteAsync(
        async s =>
        {
            var paths = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var resource in happened.Select(h => h.Facts["resource"]).Distinct(StringComparer.Ordinal))
            {
                var provider = await s.FirstAsync("select provider from sharing_resource where code = $1", r => r.GetString(0), resource);
                paths[resource] = provider is null ? "" : organisations.Find(provider)?.Path ?? "";
            }
            await s.InsertManyAsync("sharing_use", UseColumns, [.. happened.Select(h => Row(h, paths[h.Facts["resource"]]))], "on conflict (entry) do nothing", expectAll: false);
            await s.InsertManyAsync("sharing_use_subject", ["subject", "at", "entry"], [.. happened.SelectMany(Subjects)], "on conflict (subject, at, entry) do nothing", expectAll: false);
            return 0;
        },
        cancel);

    private static object?[] Row(SealedEvent happened, string path)
    {
        var facts = happened.Facts;
        return [happened.EntryId, happened.Index, happened.At.ToMicros(), facts["resource"], Number(facts["version"]), path, facts["recipient"], facts["ground"], facts["items"], Number(facts["rows"])];
    }

    private static IEnumerable<object?[]> Subjects(SealedEvent happened) => happened.Facts.TryGetValue("subjects", out var subjects)
        ? subjects.Split(' ').Distinct(StringComparer.Ordinal).Select(hash => new object?[] { hash, happened.At.ToMicros(), happened.EntryId })
        : [];

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
