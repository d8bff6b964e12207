using System.Collections.Frozen;
using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Decisions;
using Zhuangjin.Cases.Expressions;

namespace Zhuangjin.Cases.Definitions;

/// <summary>A matter with its expressions compiled, and the few questions that every decision asks of it.</summary>
internal sealed class CompiledMatter
{
    private static readonly Expression Always = new("true", Kind.Flag, static _ => true);

    private readonly FrozenDictionary<string, Item> _items;
    private readonly FrozenDictionary<string, Step> _stepOfItem;
    private readonly FrozenDictionary<string, ClockRule> _clocks;
    private readonly FrozenDictionary<string, Field> _fields;
    private readonly FrozenDictionary<string, Material> _materials;
    private readonly FrozenDictionary<string, Expression> _expressions;
    private readonly string[] _computedInOrder;

    private readonly ImmutableDictionary<string, CompiledTable> _tables;

    private CompiledMatter(Matter matter, FrozenDictionary<string, Expression> expressions)
    {
        Matter = matter;
        _tables = DecisionTables.Of(matter);
        _expressions = expressions;
        _items = matter.Items.ToFrozenDictionary(i => i.Key);
        _stepOfItem = matter.Steps.SelectMany(s => s.Items.Select(i => (i.Key, Step: s))).ToFrozenDictionary(p => p.Key, p => p.Step);
        _clocks = matter.Clocks.ToFrozenDictionary(c => c.Key);
        _fields = matter.Form.ToFrozenDictionary(f => f.Key);
        _materials = matter.Materials.ToFrozenDictionary(m => m.Key);
        _computedInOrder = [.. matter.Form.Where(f => f.Compute is not null).Select(f => f.Key)];
    }

    public Matter Matter { get; }

    /// <exception cref="FormatException">An expression of the matter is wrong. Packs are checked at load, with file and line; this is for definitions that were made otherwise.</exception>
    public static CompiledMatter Of(Matter matter)
    {
        var compiled = new Dictionary<string, Expression>(StringComparer.Ordinal);
        foreach (var use in ExpressionUse.In(matter))
        {
            var faults = new List<ExpressionFault>();
            compiled[use.Source] = Parser.Compile(use.Source, use.Scope, use.Wanted, faults)
                ?? throw new FormatException($"{matter.Key}: {use.Where}: {faults[0].Message} {faults[0].Remedy}");
        }
        return new(matter, compiled.ToFrozenDictionary(StringComparer.Ordinal));
    }

    public Item? FindItem(string key) => _items.GetValueOrDefault(key);

    public Step StepOf(string item) => _stepOfItem[item];

    public ClockRule? FindClock(string rule) => _clocks.GetValueOrDefault(rule);

    public Field? FindField(string key) => _fields.GetValueOrDefault(key);

    public Material? FindMaterial(string key) => _materials.GetValueOrDefault(key);

    /// <summary>The rule of a clock of a case, with the limit that the clock began under.</summary>
    public ClockRule RuleOf(ClockState clock) => _clocks[clock.RuleKey];

    public Item? AcceptanceItem => Matter.Items.FirstOrDefault(i => i.Task == ItemTask.Acceptance);

    public bool Holds(string? expression, Facts facts) => (expression is null ? Always : _expressions[expression]).Holds(facts);

    /// <summary>The decision tables in their order.</summary>
    public IEnumerable<CompiledTable> Tables => Matter.Decisions.Select(d => _tables.GetValueOrDefault(d.Key)).OfType<CompiledTable>();

    /// <summary>Function of the office that an item goes to; null when its decision table does not tell.</summary>
    public string? OfficeOf(Item item, IReadOnlyDictionary<string, string> form) =>
        DecisionTables.IsName(item.Office) ? (string?)_expressions[item.Office].Evaluate(Facts(form)) : item.Office;

    /// <summary>What "table.result" comes to for such a form, as form text; for "table" alone the lines that decided. Null when nothing is known.</summary>
    public string? Decided(string name, IReadOnlyDictionary<string, string> form)
    {
        var facts = Facts(form);
        return name.Split('.') switch
        {
            [var key] => _tables.GetValueOrDefault(key) is { } table ? string.Join(", ", table.Hits(form).Select(r => TableFault.Text(r.Line))) : null,
            [var key, var result] => Names.Write(_tables.GetValueOrDefault(key)?.Result(result)?.Read(facts)),
            _ => null,
        };
    }

    /// <summary>Yuan that such an application costs; null while the form does not tell yet.</summary>
    public decimal? FeeOf(IReadOnlyDictionary<string, string> form) =>
        Matter.Fee.Rule is { } rule ? (decimal?)_expressions[rule].Evaluate(Facts(form)) : Matter.Fee.Amount;

    public Facts Facts(CaseState state) => new(state.Form, state, AreMaterialsComplete, IsStepDone);

    public Facts Facts(IReadOnlyDictionary<string, string> form) => new(form, null);

    /// <summary>Whether the applicant is asked for the field.</summary>
    public bool IsAsked(Field field, IReadOnlyDictionary<string, string> form) => field.By is null && Holds(field.When, Facts(form));

    /// <summary>The results that an item's office fills in while the form stands as it does.</summary>
    public IEnumerable<Field> ResultsOf(string item, IReadOnlyDictionary<string, string> form) => Matter.Form.Where(f => f.By == item && Holds(f.When, Facts(form)));

    public bool IsAsked(Material material, IReadOnlyDictionary<string, string> form) => Holds(material.When, Facts(form));

    /// <summary>True when nothing that the matter asks for is wanting or merely promised.</summary>
    public bool AreMaterialsComplete(CaseState state) => Matter.Materials.All(m =>
        state.Materials.GetValueOrDefault(m.Key)?.Status switch
        {
            MaterialStatus.Provided => true,
            MaterialStatus.Promised => false,
            // A simulated case is reviewed as if it were there; nothing that binds comes of it before it is.
            MaterialStatus.Awaited => state.Simulation is { ConvertedAt: null },
            _ => !m.Required || !IsAsked(m, state.Form),
        });

    /// <summary>The form with its computed fields filled in, and those removed that are not asked for.</summary>
    public Dictionary<string, string> Complete(IReadOnlyDictionary<string, string> form)
    {
        var full = form.Where(f => f.Value.Length > 0 && _fields.TryGetValue(f.Key, out var field) && field.Compute is null).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        // A computed field may rest on another; as many rounds as there are such fields settle every order.
        for (var round = 0; round < _computedInOrder.Length; round++)
        {
            var changed = false;
            foreach (var key in _computedInOrder)
            {
                var value = Names.Write(_expressions[_fields[key].Compute!].Evaluate(Facts(full)));
                changed |= full.GetValueOrDefault(key) != value;
                if (value is null)
                {
                    full.Remove(key);
                }
                else
                {
                    full[key] = value;
                }
            }
            if (!changed)
            {
                break;
            }
        }
        return full;
    }

    /// <summary>True when the step's join is met by what its items have become.</summary>
    public bool IsStepDone(Step step, CaseState state)
    {
        var holding = step.Items.Where(i => i.Holds).Select(i => state.Items.GetValueOrDefault(i.Key)?.Status).ToList();
        var agreed = holding.Count(s => s is ItemStatus.Agreed or ItemStatus.Deemed);
        return step.Join switch
        {
            Join.All => holding.All(s => s is ItemStatus.Agreed or ItemStatus.Deemed or ItemStatus.Skipped),
            Join.Any => agreed > 0 || (holding.Count > 0 && holding.All(s => s is ItemStatus.Skipped)),
            _ => agreed >= step.Quorum || (holding.Count > 0 && holding.All(s => s is ItemStatus.Agreed or ItemStatus.Deemed or ItemStatus.Skipped)),
        };
    }

    /// <summary>The line of the exemption list that waives the item while the form stands as it does; null when none does.</summary>
    public Exemption? ExemptionOf(string item, IReadOnlyDictionary<string, string> form)
    {
        foreach (var exemption in Matter.Exemptions)
        {
            if (exemption.Items.Contains(item) && Holds(exemption.When, Facts(form)))
            {
                return exemption;
            }
        }
        return null;
    }

    /// <summary>The lines of the exemption list that hold for such an application.</summary>
    public IEnumerable<Exemption> Exemptions(IReadOnlyDictionary<string, string> form) => Matter.Exemptions.Where(e => Holds(e.When, Facts(form)));

    /// <summary>True when everything that the item waits for within its step has agreed or is not needed.</summary>
    public static bool IsTurnOf(Item item, CaseState state) =>
        item.After.All(before => state.Items.GetValueOrDefault(before)?.Status is ItemStatus.Agreed or ItemStatus.Deemed or ItemStatus.Skipped);

    private bool IsStepDone(Facts facts, string step) => facts.State is { } state && IsStepDone(Matter.Steps.First(s => s.Key == step), state);

    private bool AreMaterialsComplete(Facts facts) => facts.State is { } state && AreMaterialsComplete(state);
}
