using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Wording;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Cases.Pages.Fields;

/// <summary>Names of inputs: "form.{field}" and "material.{key}", the names by which gaps and faults speak of them too.</summary>
internal static class FieldNames
{
    public static string OfField(string key) => "form." + key;

    public static string OfMaterial(string key) => "material." + key;

    /// <summary>What was typed over what is known. A field left empty is absent; fields that were not on the page stay.</summary>
    public static Dictionary<string, string> Typed(IEnumerable<Field> fields, IReadOnlyDictionary<string, string> known, IFormCollection posted)
    {
        var values = new Dictionary<string, string>(known, StringComparer.Ordinal);
        foreach (var field in fields.Where(f => f.IsTyped()))
        {
            if (!posted.TryGetValue(OfField(field.Key), out var typed))
            {
                continue;
            }
            if (typed.ToString().Trim() is { Length: > 0 } value)
            {
                values[field.Key] = value;
            }
            else
            {
                values.Remove(field.Key);
            }
        }
        return values;
    }

    /// <summary>Faults with the names that the page's inputs bear: a bare field or material key becomes the input's name.</summary>
    public static IReadOnlyList<Fault> AtInputs(Matter matter, IEnumerable<Fault> faults) => [.. faults.Select(f => f with { Field = Input(matter, f.Field) })];

    public static bool IsForm(Fault fault) => fault.Field.StartsWith("form.", StringComparison.Ordinal);

    public static bool IsMaterial(Fault fault) => fault.Field.StartsWith("material.", StringComparison.Ordinal);

    private static string Input(Matter matter, string field) => field switch
    {
        _ when matter.Form.Any(f => f.Key == field) => OfField(field),
        _ when matter.Materials.Any(m => m.Key == field) => OfMaterial(field),
        _ when field.StartsWith("materials.", StringComparison.Ordinal) => OfMaterial(field[10..]),
        _ => field,
    };
}
