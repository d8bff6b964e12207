using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Decisions;

/// <summary>The decision tables of a matter, compiled.</summary>
internal static class DecisionTables
{
    /// <summary>Prefix of names in expressions: decision.{table}.{result}.</summary>
    public const string Prefix = "decision.";

    public static bool IsName(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>By key; what is wrong with a table is told by its check, and such a table is left out.</summary>
    public static ImmutableDictionary<string, CompiledTable> Of(Matter matter) => matter.Decisions.IsEmpty
        ? ImmutableDictionary<string, CompiledTable>.Empty
        : matter.Decisions.Select(t => CompiledTable.Compile(t, matter.Form, [])).OfType<CompiledTable>().GroupBy(t => t.Table.Key, StringComparer.Ordinal).ToImmutableDictionary(g => g.Key, g => g.First());

    /// <summary>Everything that is wrong with one table.</summary>
    public static List<TableFault> Faults(DecisionTable table, IReadOnlyCollection<Field> form)
    {
        var faults = new List<TableFault>();
        if (CompiledTable.Compile(table, form, faults) is { } compiled)
        {
            faults.AddRange(TableCheck.Check(compiled));
        }
        return faults;
    }
}
