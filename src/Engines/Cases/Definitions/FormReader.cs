using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Reads "form:", a list of groups of fields.</summary>
internal static class FormReader
{
    public static readonly Dictionary<string, FieldType> Types = new(StringComparer.Ordinal)
    {
        ["text"] = FieldType.Text,
        ["long_text"] = FieldType.LongText,
        ["integer"] = FieldType.Integer,
        ["decimal"] = FieldType.Decimal,
        ["flag"] = FieldType.Flag,
        ["date"] = FieldType.Date,
        ["choice"] = FieldType.Choice,
        ["uscc"] = FieldType.Uscc,
        ["citizen_id"] = FieldType.CitizenId,
        ["division"] = FieldType.Division,
        ["phone"] = FieldType.Phone,
    };

    public static ImmutableArray<Field> Read(PackNode? form, Dictionary<string, PackNode> places)
    {
        var fields = ImmutableArray.CreateBuilder<Field>();
        foreach (var group in form?.List() ?? [])
        {
            var heading = group.Child("group")?.Words();
            foreach (var (key, node) in group.Need("fields", "{name: {type: text, label: …}}")?.Entries() ?? [])
            {
                if (!places.TryAdd("form." + key, node))
                {
                    node.Fault($"There is another field '{key}'.", "Give each field a key of its own.");
                    continue;
                }
                fields.Add(Field(key, node, heading));
            }
            group.NoOthers();
        }
        return fields.ToImmutable();
    }

    private static Field Field(string key, PackNode node, LocalText? group)
    {
        var field = new Field
        {
            Key = key,
            Type = node.Need("type", "text")?.OneOf(Types) ?? FieldType.Text,
            Label = node.Need("label", "{zh: …, en: …}")?.Words() ?? new(key),
            Hint = node.Child("hint")?.Words(),
            Group = group,
            Required = node.Child("required")?.Flag() ?? false,
            Max = node.Child("max")?.Integer(1, 100_000),
            Minimum = node.Child("min")?.Number(),
            Maximum = node.Child("most")?.Number(),
            Unit = node.Child("unit")?.Text(),
            Choices = [.. node.Child("choices")?.Entries().Select(c => new Choice(c.Key, c.Node.Words())) ?? []],
            Prefill = node.Child("prefill")?.Text(),
            Item = node.Child("item")?.Text(),
            Locked = node.Child("locked")?.Flag() ?? false,
            Compute = node.Child("compute")?.Text(),
            When = node.Child("when")?.Text(),
            By = node.Child("by")?.Text(),
        };
        node.NoOthers();
        return field;
    }
}
