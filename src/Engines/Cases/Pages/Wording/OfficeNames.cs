using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Wording;

/// <summary>Names of offices by what they do: the highest of the tree speaks for the function where no case says which one it is.</summary>
internal static class OfficeNames
{
    public static IReadOnlyDictionary<string, string> ByFunction(IOrganisations organisations, Phrases t) => organisations.All
        .Where(o => o.Function is not null)
        .GroupBy(o => o.Function!)
        .ToDictionary(g => g.Key, g => t[g.OrderBy(o => o.Path.Length).ThenBy(o => o.Path, StringComparer.Ordinal).First().Name], StringComparer.Ordinal);

    /// <summary>The same for a case at home in a place: each office is the one that is asked from there.</summary>
    public static IReadOnlyDictionary<string, string> ByFunction(IOrganisations organisations, Phrases t, string homeId) => organisations.All
        .Where(o => o.Function is not null)
        .Select(o => o.Function!)
        .Distinct(StringComparer.Ordinal)
        .Select(f => (Function: f, Office: organisations.Resolve(f, homeId)))
        .Where(f => f.Office is not null)
        .ToDictionary(f => f.Function, f => t[f.Office!.Name], StringComparer.Ordinal);
}
