using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Decisions;
using Zhuangjin.Cases.Expressions;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Reads "decisions:", the tables of a matter, each with its CSV file.</summary>
internal static class DecisionReader
{
    private static readonly Dictionary<string, HitPolicy> Policies = new(StringComparer.Ordinal) { ["unique"] = HitPolicy.Unique, ["first"] = HitPolicy.First, ["collect"] = HitPolicy.Collect };

    private static readonly Dictionary<string, Collect> Ways = new(StringComparer.Ordinal)
    {
        ["sum"] = Collect.Sum,
        ["min"] = Collect.Least,
        ["max"] = Collect.Most,
        ["count"] = Collect.Count,
        ["list"] = Collect.List,
        ["any"] = Collect.Any,
    };

    public static ImmutableArray<DecisionTable> Read(PackReading reading, PackNode? map, IPackFiles files, IReadOnlyCollection<Field> form, Dictionary<string, PackNode> places)
    {
        var tables = ImmutableArray.CreateBuilder<DecisionTable>();
        foreach (var (key, node) in map?.Entries() ?? [])
        {
            places["decisions." + key] = node;
            var declared = new DecisionTable
            {
                Key = key,
                Title = node.Need("title", "{zh: …, en: …}")?.Words() ?? new(key),
                File = node.Need("table", $"decisions/{key}.csv")?.Text() ?? "",
                Hit = node.Child("hit")?.OneOf(Policies) ?? HitPolicy.Unique,
                Complete = node.Child("complete")?.Flag() ?? true,
                Gives = Results(node.Need("gives", "{amount: {type: decimal, label: {zh: …, en: …}}}")),
            };
            Collects(node, declared);
            node.NoOthers();
            if (declared.File.Length > 0 && Table(reading, node, declared, files, form) is { } table)
            {
                tables.Add(table);
            }
        }
        return tables.ToImmutable();
    }

    private static DecisionTable? Table(PackReading reading, PackNode node, DecisionTable declared, IPackFiles files, IReadOnlyCollection<Field> form)
    {
        if (files.ReadBytes(declared.File) is not { } bytes)
        {
            var near = Nearest.Of(declared.File, files.Paths);
            node.Child("table")!.Fault($"There is no file '{declared.File}'.", near is null ? "Put the table there, as CSV." : $"Did you mean '{near}'?");
            return null;
        }
        var text = CsvText.Decode(bytes);
        var faults = new List<TableFault>();
        var table = TableReader.Read(declared, text, form, faults);
        if (faults.Count == 0)
        {
            faults.AddRange(DecisionTables.Faults(table, form));
        }
        var records = CsvText.Read(text).GroupBy(r => r.Line).ToDictionary(g => g.Key, g => g.First());
        foreach (var fault in faults)
        {
            var column = fault.Column >= 0 && records.GetValueOrDefault(fault.Line) is { } record && fault.Column < record.Cells.Count ? record.Cells[fault.Column].Column : 1;
            reading.Add(declared.File, fault.Line, column, fault.Message, fault.Remedy);
        }
        return table;
    }

    private static ImmutableArray<DecisionResult> Results(PackNode? map)
    {
        var results = ImmutableArray.CreateBuilder<DecisionResult>();
        foreach (var (key, node) in map?.Entries() ?? [])
        {
            var field = new Field
            {
                Key = key,
                Type = node.Need("type", "text")?.OneOf(FormReader.Types) ?? FieldType.Text,
                Label = node.Child("label")?.Words() ?? new LocalText(key),
                Unit = node.Child("unit")?.Text(),
                Choices = [.. node.Child("choices")?.Entries().Select(c => new Choice(c.Key, c.Node.Words())) ?? []],
            };
            if (field.Type == FieldType.Choice != field.Choices.Length > 0)
            {
                node.Fault(field.Type == FieldType.Choice ? "A choice needs what to choose from." : "Only results of type choice have choices.", field.Type == FieldType.Choice ? "Add 'choices: {one: {zh: …, en: …}}'." : "Write 'type: choice', or take the choices out.");
            }
            results.Add(new(field, node.Child("collect")?.OneOf(Ways) ?? Usual(field)));
            node.NoOthers();
        }
        return results.ToImmutable();
    }

    private static Collect Usual(Field field) => Scope.KindOf(field.Type) switch { Kind.Number => Collect.Sum, Kind.Flag => Collect.Any, Kind.Date => Collect.Most, _ => Collect.List };

    private static void Collects(PackNode node, DecisionTable table)
    {
        foreach (var result in table.Gives)
        {
            var place = node.Child("gives")?.Child(result.Field.Key)?.Child("collect");
            if (place is not null && table.Hit != HitPolicy.Collect)
            {
                place.Fault("Only one row decides here, so there is nothing to put together.", "Write 'hit: collect', or take 'collect' out.");
            }
            var kind = Scope.KindOf(result.Field.Type);
            var goes = result.Collect switch
            {
                Collect.Sum or Collect.Count => kind == Kind.Number,
                Collect.Least or Collect.Most => kind is Kind.Number or Kind.Date,
                Collect.Any => kind == Kind.Flag,
                _ => kind == Kind.Text && result.Field.Type != FieldType.Choice,
            };
            if (table.Hit == HitPolicy.Collect && !goes)
            {
                (place ?? node).Fault($"'{result.Field.Key}' cannot be put together like this.", "Add numbers up with sum, min, max or count; join texts with list; ask flags with any. A choice cannot be collected: use 'type: text'.");
            }
        }
    }
}
