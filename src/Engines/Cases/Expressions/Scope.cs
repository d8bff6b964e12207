using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Decisions;

namespace Zhuangjin.Cases.Expressions;

/// <summary>The names that an expression may use, with their types.</summary>
/// <param name="Fields">Fields of the form.</param>
/// <param name="Items">Keys of items ("item.fire.agreed"); empty where an expression sees the form alone.</param>
/// <param name="Materials">Keys of materials ("material.deed.provided"); empty where an expression sees the form alone.</param>
/// <param name="Steps">Keys of steps ("review.done"); empty where an expression sees the form alone.</param>
internal sealed record Scope(ImmutableDictionary<string, Field> Fields, ImmutableHashSet<string> Items, ImmutableHashSet<string> Materials, ImmutableHashSet<string> Steps)
{
    public static readonly string[] ItemWords = ["agreed", "disagreed", "deemed", "skipped", "ended"];
    public static readonly string[] MaterialWords = ["provided", "promised"];

    public static Scope OfForm(IEnumerable<Field> fields) => new(ByKey(fields), [], [], []);

    public static Scope OfCase(IEnumerable<Field> fields, IEnumerable<string> items, IEnumerable<string> materials, IEnumerable<string> steps) =>
        new(ByKey(fields), [.. items], [.. materials], [.. steps]);

    /// <summary>Decision tables ("decision.fee.amount").</summary>
    public ImmutableDictionary<string, CompiledTable> Decisions { get; init; } = ImmutableDictionary<string, CompiledTable>.Empty;

    /// <summary>The field that a name reads, or the result of a table that is typed like one; null for other names.</summary>
    public Field? FieldOf(string name) => name.Split('.') switch
    {
        ["decision", var table, var result] => Decisions.GetValueOrDefault(table)?.Result(result)?.Field,
        ["form", var key] => Fields.GetValueOrDefault(key),
        _ => Fields.GetValueOrDefault(name),
    };

    public bool SeesCase => Steps.Count > 0;

    public IEnumerable<string> Names =>
    [
        .. Fields.Keys,
        .. Decisions.Values.SelectMany(t => t.Table.Gives.Select(g => $"decision.{t.Table.Key}.{g.Field.Key}")),
        .. SeesCase ? ["materials.complete"] : Array.Empty<string>(),
        .. Items.SelectMany(i => ItemWords.Select(w => $"item.{i}.{w}")),
        .. Materials.SelectMany(m => MaterialWords.Select(w => $"material.{m}.{w}")),
        .. Steps.Select(s => $"{s}.done"),
    ];

    public static Kind KindOf(FieldType type) => type switch
    {
        FieldType.Integer or FieldType.Decimal => Kind.Number,
        FieldType.Flag => Kind.Flag,
        FieldType.Date => Kind.Date,
        _ => Kind.Text,
    };

    private static ImmutableDictionary<string, Field> ByKey(IEnumerable<Field> fields) =>
        fields.GroupBy(f => f.Key, StringComparer.Ordinal).ToImmutableDictionary(g => g.Key, g => g.First());
}
