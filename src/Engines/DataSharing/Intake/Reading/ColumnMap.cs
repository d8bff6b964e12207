using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Intake.Reading;

/// <summary>Which column of a file holds each item. A heading is an item's code or its name; where only case, width or spaces differ it is taken as meant, and said.</summary>
/// <param name="Places">For each item its column.</param>
/// <param name="Width">Number of columns.</param>
/// <param name="Guessed">Headings that were written otherwise, with the item that each is taken for.</param>
internal sealed record ColumnMap(IReadOnlyList<int> Places, int Width, IReadOnlyList<IReadOnlyList<string>> Guessed)
{
    /// <param name="ignored">Headings that may stand there and mean nothing: the reasons in a file of bad rows.</param>
    /// <exception cref="InvalidInputException">Columns are missing, too many, or there twice; each is named.</exception>
    public static ColumnMap Of(IReadOnlyList<string> headings, IReadOnlyList<Item> items, IReadOnlyList<string> ignored)
    {
        var named = headings.Select(h => h.Trim().TrimStart('\uFEFF').Trim()).ToList();
        var alike = named.Select(Plain).ToList();
        var (places, guessed, faults) = (new int[items.Count], new List<IReadOnlyList<string>>(), new List<Fault>());
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            places[i] = named.FindIndex(h => h == item.Key || h == item.Name.ToString());
            if (places[i] < 0)
            {
                var (key, name) = (Plain(item.Key), Plain(item.Name.ToString()));
                places[i] = alike.FindIndex(h => h == key || h == name);
                if (places[i] >= 0)
                {
                    guessed.Add([named[places[i]], item.Name.ToString()]);
                }
            }
        }
        var extra = Enumerable.Range(0, named.Count).Where(n => !places.Contains(n) && !ignored.Contains(named[n], StringComparer.Ordinal)).ToList();
        foreach (var twice in extra.Where(n => places.Any(p => p >= 0 && alike[p] == alike[n])).ToList())
        {
            faults.Add(new("file", "sharing.intake.fault.twice", named[twice]));
            extra.Remove(twice);
        }
        for (var i = 0; i < items.Count; i++)
        {
            if (places[i] >= 0)
            {
                continue;
            }
            // A column that nobody knows at the place where one is missing was most likely renamed.
            var renamed = named.Count == items.Count && extra.Contains(i) ? i : -1;
            faults.Add(renamed >= 0 ? new("file", "sharing.intake.fault.renamed", items[i].Name.ToString(), items[i].Key, named[renamed]) : new("file", "sharing.intake.fault.missing", items[i].Name.ToString(), items[i].Key));
            extra.Remove(renamed);
        }
        faults.AddRange(extra.Take(20).Select(n => new Fault("file", "sharing.intake.fault.extra", named[n].Length > 60 ? named[n][..60] + "…" : named[n])));
        return faults.Count > 0 ? throw new InvalidInputException(faults) : new(places, named.Count, guessed);
    }

    /// <summary>Without spaces, in half width and lower case.</summary>
    private static string Plain(string heading) =>
        string.Concat(heading.Where(c => !char.IsWhiteSpace(c) && c is not ('\u200B' or '\uFEFF')).Select(c => char.ToLowerInvariant(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c)));
}
