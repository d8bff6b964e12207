using System.Collections.Concurrent;
using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Requests;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Exchange;

/// <summary>Answers for single records under a grant. A record that is outside the grant takes the same way as one that does not exist: it is looked for, counted, put on record and answered by an empty list.</summary>
internal sealed class RecordExchange(GrantGate gate, RecordIndexes indexes, DailyQuota quota, UseRecorder uses, GrantKeys keys) : IPoolRecords
{
    /// <summary>Records of one key that are answered at most.</summary>
    public const int Most = 100;

    /// <summary>Records of one key that are looked at, before rows are filtered.</summary>
    private const int MostLookedAt = 10_000;

    private const int MostViews = 4096;

    private readonly ConcurrentDictionary<(string Grant, int Version, string Key), GrantedView> _views = new();

    public async Task<FoundRecords> FindAsync(Actor actor, string resource, string grantId, string key, string value, CancellationToken cancel = default)
    {
        var (found, use) = await LookAsync(actor, resource, grantId, key, value, cancel);
        var entry = await uses.RecordAsync(use, cancel);
        return found with { Use = entry.EntryId };
    }

    /// <summary>The answer with the use that must be on record before it leaves. Nobody but <see cref="FindAsync"/> and the benchmark calls this.</summary>
    internal async ValueTask<(FoundRecords Found, Use Use)> LookAsync(Actor actor, string resource, string grantId, string key, string value, CancellationToken cancel)
    {
        var (grant, data) = await gate.OpenAsync(actor, resource, grantId, cancel);
        var item = KeyOf(grant, data, key);
        var index = await indexes.OfAsync(data.Data, data.Columns, item.Key);
        var view = ViewOf(grant, data, index, item.Key);
        if (!await quota.TakeAsync(grant, 1, cancel))
        {
            throw new QuotaSpentException(grant);
        }
        var given = new List<string?[]>(1);
        var subjects = new HashSet<string>(StringComparer.Ordinal);
        if (item.Names is not null)
        {
            subjects.Add(value);
        }
        foreach (var record in index.Find(value, MostLookedAt))
        {
            if (given.Count < Most && view.Lets(record))
            {
                given.Add(view.Give(record));
                subjects.UnionWith(view.Named(record));
            }
        }
        if (given.Count > 1 && !await quota.TakeAsync(grant, given.Count - 1, cancel))
        {
            throw new QuotaSpentException(grant);
        }
        return (new(resource, data.Data.Number, data.Data.At, view.Items, given, Use: ""),
            new(resource, data.Data.Number, data.Data.Hash, grant.RecipientId, "grant/" + grant.Id, view.Items, given.Count, [.. subjects.Take(UseRecorder.MostSubjects)], GrantStore.Stream(grant.Id)));
    }

    /// <summary>The items by which records of the grant are found: those that identify a record and are given unmasked. By a masked item one could find out what its mask hides.</summary>
    private static Item KeyOf(Grant grant, Pinned data, string key)
    {
        var allowed = data.Columns.Items.Where(i => i.Identifies && grant.Items.Contains(new(i.Key))).ToList();
        return allowed.Find(i => i.Key == key) ?? throw new InvalidInputException("", "sharing.exchange.fault.key", string.Join(", ", allowed.Select(i => i.Key)));
    }

    private GrantedView ViewOf(Grant grant, Pinned data, RecordIndex index, string key)
    {
        if (_views.TryGetValue((grant.Id, data.Data.Number, key), out var known))
        {
            return known;
        }
        if (_views.Count > MostViews)
        {
            _views.Clear();
        }
        return _views.GetOrAdd((grant.Id, data.Data.Number, key), _ => new GrantedView(grant, data.Columns, index.Items, keys.Pseudonyms));
    }
}

/// <summary>The grant gives no more records today (HTTP 429).</summary>
internal sealed class QuotaSpentException(Grant grant) : RefusalException("sharing.exchange.fault.quota", [new("", "sharing.exchange.fault.quota", $"{grant.DailyQuota}")]);
