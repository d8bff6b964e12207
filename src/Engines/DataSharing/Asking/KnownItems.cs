using System.Collections.Immutable;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Asking;

/// <summary>Looks up in the newest data of each resource what it has of one person or enterprise.</summary>
internal sealed class KnownItems(CatalogueStore catalogue, RecordIndexes indexes, UseRecorder uses) : IKnownItems
{
    public async Task<ImmutableDictionary<ItemPath, KnownItem>> OfAsync(string subjectKind, string code, IReadOnlyCollection<ItemPath> items, string ground, string recipient, CancellationToken cancel = default)
    {
        var known = ImmutableDictionary.CreateBuilder<ItemPath, KnownItem>();
        foreach (var asked in items.GroupBy(i => i.Resource, StringComparer.Ordinal))
        {
            if (await catalogue.DataAsync(asked.Key, number: null, cancel) is not { } data || await catalogue.FindAsync(asked.Key, data.Description, cancel) is not { Description: var description })
            {
                continue;
            }
            var wanted = asked.Select(i => i.Item).Where(i => description.Find(i) is not null).Distinct(StringComparer.Ordinal).ToImmutableArray();
            if (description.Sharing == SharingClass.Withheld || wanted.IsEmpty || description.Items.FirstOrDefault(i => i.Identifies && i.Names == subjectKind) is not { } key)
            {
                continue;
            }
            var index = await indexes.OfAsync(data, description, key.Key);
            var found = index.Find(code, most: 2);
            await uses.RecordAsync(new(data.Resource, data.Number, data.Hash, recipient, ground, wanted, found.Count, [code], $"resource/{data.Resource}"), cancel);
            // Two records of one person are an error of the library, which nobody's form should decide.
            if (found.Count != 1)
            {
                continue;
            }
            foreach (var item in wanted)
            {
                if (Value(index, found[0], item) is { Length: > 0 } value)
                {
                    ItemPath path = new(data.Resource, item);
                    known[path] = new(value, path, description.Title, description.ProviderId, data.Number, data.At);
                }
            }
        }
        return known.ToImmutable();
    }

    private static string? Value(RecordIndex index, string?[] record, string item)
    {
        for (var i = 0; i < index.Items.Count; i++)
        {
            if (index.Items[i] == item)
            {
                return record[i];
            }
        }
        return null;
    }
}
