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
}
