using System.Globalization;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Expressions;

/// <summary>Turns a name into the closure that reads it.</summary>
internal static class Names
{
    /// <summary>Null when the scope has no such name.</summary>
    public static (Kind Kind, Func<Facts, object?> Read)? Resolve(Scope scope, string name)
    {
        var key = name.StartsWith("form.", StringComparison.Ordinal) ? name[5..] : name;
        if (scope.Fields.TryGetValue(key, out var field))
        {
            var kind = Scope.KindOf(field.Type);
            return (kind, facts => facts.Form.TryGetValue(key, out var text) ? Read(kind, text) : null);
        }
        if (name.Split('.') is ["decision", var table, var result] && scope.Decisions.GetValueOrDefault(table)?.Result(result) is var (given, read))
        {
            return (Scope.KindOf(given.Type), read);
        }
        if (!scope.SeesCase)
        {
            return null;
        }
        if (name == "materials.complete")
        {
            return (Kind.Flag, facts => facts.MaterialsComplete?.Invoke(facts));
        }
        return name.Split('.') switch
        {
            ["item", var item, var word] when scope.Items.Contains(item) && Scope.ItemWords.Contains(word) => (Kind.Flag, facts => OfItem(facts.State?.Items.GetValueOrDefault(item), word)),
            ["material", var material, var word] when scope.Materials.Contains(material) && Scope.MaterialWords.Contains(word) => (Kind.Flag, facts => OfMaterial(facts.State?.Materials.GetValueOrDefault(material), word)),
            [var step, "done"] when scope.Steps.Contains(step) => (Kind.Flag, facts => facts.StepDone?.Invoke(facts, step)),
            _ => null,
        };
    }

    /// <summary>A canonical form text as a value; null when it is none of the type.</summary>
    public static object? Read(Kind kind, string text) => kind switch
    {
        Kind.Number => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null,
        Kind.Flag => text switch { "true" => true, "false" => false, _ => null },
        Kind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        _ => text.Length == 0 ? null : text,
    };

    /// <summary>A value as canonical form text.</summary>
    public static string? Write(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    private static bool OfItem(ItemState? item, string word) => item is not null && word switch
    {
        "agreed" => item.Status is ItemStatus.Agreed or ItemStatus.Deemed,
        "disagreed" => item.Status == ItemStatus.Disagreed,
        "deemed" => item.Status == ItemStatus.Deemed,
        "skipped" => item.Status == ItemStatus.Skipped,
        _ => item.Status != ItemStatus.Open,
    };

    private static bool OfMaterial(MaterialState? material, string word) =>
        material?.Status == (word == "provided" ? MaterialStatus.Provided : MaterialStatus.Promised);
}
