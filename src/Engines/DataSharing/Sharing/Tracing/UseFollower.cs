using System.Globalization;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>Makes the index of uses from the sealed log.</summary>
internal sealed class UseFollower(IDatabase database, IOrganisations organisations) : ILogFollower
{
    public string Name => "sharing.uses";

    public bool Wants(string type) => type == UseRecorder.Type;

    public Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        var facts = happened.Facts;
        return database.WriteAsync(
            async s =>
            {
                var provider = await s.FirstAsync("select provider from sharing_resource where code = $1", r => r.GetString(0), facts["resource"]);
                var path = provider is null ? "" : organisations.Find(provider)?.Path ?? "";
                var fresh = await s.ExecuteAsync(
                    "insert into sharing_use (entry, place, at, resource, version, provider_path, recipient, ground, items, row_count) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (entry) do nothing",
                    happened.EntryId, happened.Index, happened.At.ToMicros(), facts["resource"], long.Parse(facts["version"], CultureInfo.InvariantCulture), path, facts["recipient"], facts["ground"], facts["items"], long.Parse(facts["rows"], CultureInfo.InvariantCulture));
                if (fresh == 1 && facts.TryGetValue("subjects", out var subjects))
                {
                    await s.InsertManyAsync("sharing_use_subject", ["subject", "at", "entry"],
                        [.. subjects.Split(' ').Distinct(StringComparer.Ordinal).Select(h => new object?[] { h, happened.At.ToMicros(), happened.EntryId })]);
                }
                return 0;
            },
            cancel);
    }
}
