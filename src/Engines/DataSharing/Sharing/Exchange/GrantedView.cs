using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Grants;

namespace Zhuangjin.DataSharing.Sharing.Exchange;

/// <summary>What a grant lets through of records with these columns: rows first, by the values themselves, then columns with their masks. Whoever is answered sees only what comes out here.</summary>
internal sealed class GrantedView
{
    private readonly (int At, Mask Mask, string Key)[] _columns;
    private readonly Predicate<string?[]> _rows;
    private readonly int[] _named;
    private readonly byte[] _pseudonyms;

    /// <param name="items">Keys of the columns of the records that come in.</param>
    public GrantedView(Grant grant, Description description, IReadOnlyList<string> items, byte[] pseudonymMaster)
    {
        var places = items.Select((key, at) => (key, at)).ToDictionary(x => x.key, x => x.at, StringComparer.Ordinal);
        _columns = [.. grant.Items.Where(i => places.ContainsKey(i.Key) && description.Find(i.Key) is not null).Select(i => (places[i.Key], i.Mask, i.Key))];
        _rows = RowFilters.Compile(grant.Rows, items, description);
        _named = [.. description.Items.Where(i => i.Names is not null && places.ContainsKey(i.Key)).Select(i => places[i.Key])];
        _pseudonyms = Masks.PseudonymKey(pseudonymMaster, grant.Id);
        Items = [.. _columns.Select(c => c.Key)];
    }

    /// <summary>The columns that are let through; others are absent.</summary>
    public ImmutableArray<string> Items { get; }

    public bool Lets(string?[] record) => _rows(record);

    /// <summary>The values of <see cref="Items"/>, masked.</summary>
    public string?[] Give(string?[] record)
    {
        var given = new string?[_columns.Length];
        for (var i = 0; i < given.Length; i++)
        {
            given[i] = Masks.Apply(_columns[i].Mask, record[_columns[i].At], _columns[i].Key, _pseudonyms);
        }
        return given;
    }

    /// <summary>The identity numbers and credit codes that a record names, whether they are given or not: those whom the use is about.</summary>
    public IEnumerable<string> Named(string?[] record) => _named.Select(at => record[at]).Where(v => !string.IsNullOrEmpty(v))!;
}
