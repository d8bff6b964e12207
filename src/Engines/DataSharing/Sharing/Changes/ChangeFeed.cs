using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Changes;

/// <summary>Gives the changes of a resource as a grant lets them through, page by page. Whoever goes on with the cursor of the last page misses nothing; a page that is asked for again is given again.</summary>
internal sealed class ChangeFeed(GrantBook book, GrantGate gate, ICatalogue catalogue, ChangeFiles files, DailyQuota quota, UseRecorder uses, GrantKeys keys)
{
    /// <summary>Keys on a page; each person named stands in the log under their hash.</summary>
    public const int Most = 200;

    /// <exception cref="DeniedException">There is no such grant for the actor, or it has ended.</exception>
    /// <exception cref="InvalidInputException">The cursor was not given out under this grant, or the grant gives no item by which records are told apart.</exception>
    /// <exception cref="ConflictException">The columns have changed since the cursor: the whole file must be taken again.</exception>
    /// <exception cref="QuotaSpentException">The grant gives no more records today.</exception>
    public async Task<ChangePage> ReadAsync(Actor actor, string grantId, string? cursor, CancellationToken cancel = default)
    {
        var (grant, now) = await gate.OpenAsync(actor, (await book.FindAsync(grantId, cancel))?.Resource ?? "", grantId, cancel);
        // Whoever was just told of a version asks for it at once: this must not be half a second old.
        if (await catalogue.DataAsync(grant.Resource, number: null, cancel) is { } newest && newest.Number != now.Data.Number)
        {
            now = await PinAsync(grant.Resource, newest.Number, now, cancel);
        }
        if (ChangeFiles.KeysOf(grant, now.Columns).IsEmpty)
        {
            throw new InvalidInputException("", "sharing.changes.fault.no-key");
        }
        var at = string.IsNullOrEmpty(cursor) ? ChangeCursor.After(now.Data.Number) : ChangeCursor.Parse(cursor, keys.Marks, grant.Id) ?? throw new InvalidInputException("cursor", "sharing.changes.fault.cursor");
        if (at.From == at.To)
        {
            at = at with { To = now.Data.Number };
        }
        if (at.From >= now.Data.Number)
        {
            return await AnswerAsync(grant, now, [], [], [], ChangeCursor.After(at.From), more: false, cancel);
        }
        var (before, after) = (await PinAsync(grant.Resource, at.From, now, cancel), at.To == now.Data.Number ? now : await PinAsync(grant.Resource, at.To, now, cancel));
        if (!ChangeFiles.Needed(grant, before.Columns).SequenceEqual(ChangeFiles.Needed(grant, after.Columns), SameColumn.Instance))
        {
            throw new ConflictException("sharing.changes.fault.columns", grant.Resource);
        }
        var file = await files.OfAsync(grant, before, after);
        var from = at.Digest == file.Digest ? Math.Min(at.Read, file.Count) : 0;
        var page = await file.ReadAsync(from, Most, UseRecorder.MostSubjects, cancel);
        var records = page.Sum(c => Math.Max(1, c.Records.Length));
        if (records > 0 && !await quota.TakeAsync(grant, records, cancel))
        {
            throw new QuotaSpentException(grant);
        }
        var read = from + page.Count;
        var next = read < file.Count ? new ChangeCursor(at.From, at.To, read, file.Digest) : ChangeCursor.After(at.To);
        return await AnswerAsync(grant, after, file.Keys, file.Items, page, next, more: read < file.Count || at.To < now.Data.Number, cancel);
    }

    /// <summary>The cursor of one who has all data of this version.</summary>
    public string After(string grantId, int version) => ChangeCursor.After(version).Write(keys.Marks, grantId);

    private async Task<Pinned> PinAsync(string resource, int number, Pinned now, CancellationToken cancel) =>
        await catalogue.DataAsync(resource, number, cancel) is { } data && await catalogue.FindAsync(resource, data.Description, cancel) is { Description: var columns }
            ? new(data, columns, now.Sharing)
            : throw new ConflictException("sharing.changes.fault.columns", resource);

    private async Task<ChangePage> AnswerAsync(Grant grant, Pinned data, ImmutableArray<string> key, ImmutableArray<string> items, IReadOnlyList<KeyChange> page, ChangeCursor next, bool more, CancellationToken cancel)
    {
        string[] subjects = [.. page.SelectMany(c => c.Subjects).Distinct(StringComparer.Ordinal).Take(UseRecorder.MostSubjects)];
        var use = await uses.RecordAsync(new(grant.Resource, data.Data.Number, data.Data.Hash, grant.RecipientId, "grant/" + grant.Id, items, page.Sum(c => (long)c.Records.Length), [.. subjects], GrantStore.Stream(grant.Id)), cancel);
        return new(data, key, items, page, next.Write(keys.Marks, grant.Id), more, use.EntryId);
    }

    /// <summary>Columns whose values are told apart in the same way.</summary>
    private sealed class SameColumn : IEqualityComparer<Item>
    {
        public static readonly SameColumn Instance = new();

        public bool Equals(Item? x, Item? y) => (x?.Key, x?.Type, x?.Scale, x?.Identifies) == (y?.Key, y?.Type, y?.Scale, y?.Identifies);

        public int GetHashCode(Item item) => item.Key.GetHashCode(StringComparison.Ordinal);
    }
}

/// <param name="Next">Cursor of the next page, or of the next changes.</param>
/// <param name="More">Whether there is more already.</param>
internal sealed record ChangePage(Pinned Data, ImmutableArray<string> Key, ImmutableArray<string> Items, IReadOnlyList<KeyChange> Changes, string Next, bool More, string Use);
