using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Expressions;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Cases.Decisions;

/// <summary>Asks of one application how it comes out under two versions of its matter. Pure.</summary>
internal static class WhatIf
{
    private const string Nothing = "—";

    public static IReadOnlyList<Otherwise> Compare(CompiledMatter before, CompiledMatter after, IReadOnlyDictionary<string, string> form)
    {
        var (a, b) = (before.Complete(form), after.Complete(form));
        var found = new List<Otherwise>();
        foreach (var table in after.Matter.Decisions)
        {
            foreach (var result in table.Gives)
            {
                var name = $"{table.Key}.{result.Field.Key}";
                Note(table.Title, "result", Label(result.Field, before.Decided(name, a)), Label(result.Field, after.Decided(name, b)));
            }
        }
        foreach (var field in after.Matter.Form.Where(f => f.Compute is not null && !DecisionTables.IsName(f.Compute)))
        {
            Note(field.Label, "field", Label(field, a.GetValueOrDefault(field.Key)), Label(field, b.GetValueOrDefault(field.Key)));
        }
        foreach (var item in after.Matter.Items)
        {
            if (before.FindItem(item.Key) is not { } old)
            {
                continue;
            }
            var (was, comes) = (Needed(before, old, a), Needed(after, item, b));
            Note(item.Title, "item", was ? "+" : "-", comes ? "+" : "-");
            if (was && comes)
            {
                Note(item.Title, "office", before.OfficeOf(old, a) ?? Nothing, after.OfficeOf(item, b) ?? Nothing);
            }
        }
        foreach (var material in after.Matter.Materials.Where(m => before.FindMaterial(m.Key) is not null))
        {
            Note(material.Title, "material", before.IsAsked(before.FindMaterial(material.Key)!, a) ? "+" : "-", after.IsAsked(material, b) ? "+" : "-");
        }
        if (after.Matter.Fee.Rule is null || !found.Any(f => f.Kind == "result" && f.What == TableOf(after.Matter)?.Title))
        {
            Note(new("费用", "Fee"), "fee", Names.Write(before.FeeOf(a)) ?? Nothing, Names.Write(after.FeeOf(b)) ?? Nothing);
        }
        return found;

        void Note(LocalText what, string kind, string was, string comes)
        {
            if (was != comes)
            {
                found.Add(new(what, kind, was, comes));
            }
        }
    }

    private static DecisionTable? TableOf(Matter matter) => matter.Fee.Rule?.Split('.') is [_, var key, _] ? matter.Decisions.FirstOrDefault(d => d.Key == key) : null;

    private static bool Needed(CompiledMatter matter, Item item, IReadOnlyDictionary<string, string> form) =>
        matter.Holds(item.When, matter.Facts(form)) && matter.ExemptionOf(item.Key, form) is null;

    private static string Label(Field field, string? value) => value switch
    {
        null => Nothing,
        _ when field.Type == FieldType.Flag => value == "true" ? "是" : "否",
        _ => field.Choices.FirstOrDefault(c => c.Key == value)?.Label.ToString() ?? (field.Unit is { } unit ? $"{value} {unit}" : value),
    };
}
