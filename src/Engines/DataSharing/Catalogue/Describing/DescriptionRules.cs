using System.Text.RegularExpressions;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Catalogue.Describing;

/// <summary>What a description must satisfy before it enters the catalogue (State Council 2016 no. 51, art. 5, 9 and 10; the national guide of 2017). Every fault is named at once.</summary>
internal static partial class DescriptionRules
{
    public const int MostItems = 500;

    private static readonly string[] Methods = ["api", "file", "subscription"];

    private static readonly string?[] Named = [null, "person", "enterprise"];

    /// <param name="sourceOf">The item as the newest descriptions have it; null where there is none.</param>
    public static List<Fault> Check(Description d, Func<ItemPath, Item?> sourceOf)
    {
        var faults = new List<Fault>();
        Need(CodeForm().IsMatch(d.Code) && d.Code.Length <= 64, "code", "sharing.catalogue.fault.code");
        Need(Long(d.Title.ToString(), 2, 100), "title", "sharing.catalogue.fault.length", "2", "100");
        Need(Long(d.Summary.ToString(), 5, 1000), "summary", "sharing.catalogue.fault.length", "5", "1000");
        Need(d.Sharing != SharingClass.Conditional || Long(d.Basis, 4, 500), "basis", "sharing.catalogue.fault.condition");
        // Article 9: who withholds must name the law, regulation or policy; "internal data" is no basis.
        Need(d.Sharing != SharingClass.Withheld || (Long(d.Basis, 6, 500) && Law().IsMatch(d.Basis!)), "basis", "sharing.catalogue.fault.legal-basis");
        Need(d.Methods.Length > 0 && d.Methods.All(Methods.Contains) && d.Methods.Distinct().Count() == d.Methods.Length, "methods", "sharing.catalogue.fault.methods");
        // Article 10: base libraries are shared among all departments.
        Need(d.Library == BaseLibrary.None || d.Sharing != SharingClass.Withheld, "sharing", "sharing.catalogue.fault.library-withheld");
        Need(!d.Open || d.Sharing != SharingClass.Withheld, "open", "sharing.catalogue.fault.open-withheld");
        Need(!d.Open || d.Items.All(i => i.Sensitivity < Sensitivity.Personal), "open", "sharing.catalogue.fault.open-personal");
        Need(d.Keywords.Length <= 20 && d.Keywords.All(k => Long(k, 1, 30)), "keywords", "sharing.catalogue.fault.keywords");
        // What is described elsewhere may come without its columns.
        Need((d.Items.Length > 0 || d.Origin is not null) && d.Items.Length <= MostItems, "items", "sharing.catalogue.fault.items", $"{MostItems}");
        foreach (var twice in d.Items.GroupBy(i => i.Key, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            faults.Add(new("items", "sharing.catalogue.fault.item-twice", twice.Key));
        }
        foreach (var item in d.Items)
        {
            CheckItem(d, item, sourceOf, faults);
        }
        return faults;

        void Need(bool good, string field, string code, params string[] args)
        {
            if (!good)
            {
                faults.Add(new(field, code, args));
            }
        }
    }

    private static void CheckItem(Description d, Item item, Func<ItemPath, Item?> sourceOf, List<Fault> faults)
    {
        Need(KeyForm().IsMatch(item.Key) && item.Key.Length <= 60, "sharing.catalogue.fault.item-key");
        Need(Long(item.Name.ToString(), 1, 60), "sharing.catalogue.fault.item-name");
        Need(item.Length is >= 0 and <= 100_000 && item.Scale >= 0 && (item.Type == ItemType.Decimal ? item.Length is > 0 and <= 38 && item.Scale <= item.Length : item.Scale == 0), "sharing.catalogue.fault.item-size");
        Need(Named.Contains(item.Names), "sharing.catalogue.fault.item-names");
        Need(item.Names != "person" || item.Sensitivity >= Sensitivity.Personal, "sharing.catalogue.fault.item-sensitivity");
        if (item.Source is { } source)
        {
            Need(Known(source) is not null, "sharing.catalogue.fault.item-source", source.ToString());
            Need(!ComesFromItself(new(d.Code, item.Key), source), "sharing.catalogue.fault.item-cycle", source.ToString());
        }

        void Need(bool good, string code, params string[] args)
        {
            if (!good)
            {
                faults.Add(new("items", code, [item.Key, .. args]));
            }
        }

        Item? Known(ItemPath path) => path.Resource == d.Code ? d.Find(path.Item) : sourceOf(path);

        bool ComesFromItself(ItemPath self, ItemPath? from)
        {
            var seen = new HashSet<ItemPath>();
            while (from is { } path && seen.Add(path))
            {
                if (path == self)
                {
                    return true;
                }
                from = Known(path)?.Source;
            }
            return false;
        }
    }

    private static bool Long(string? text, int least, int most) => text?.Trim().Length is { } length && length >= least && length <= most;

    [GeneratedRegex(@"^[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+$", RegexOptions.NonBacktracking)]
    private static partial Regex CodeForm();

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.NonBacktracking)]
    private static partial Regex KeyForm();

    [GeneratedRegex("《[^》]+》|法|条例|规定|办法|决定|国发|国办", RegexOptions.NonBacktracking)]
    private static partial Regex Law();
}
