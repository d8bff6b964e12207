using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Decisions;
using Zhuangjin.Cases.Expressions;

namespace Zhuangjin.Cases.Definitions;

/// <summary>A place of a matter where an expression stands, what it may look at, and the kind of value that is needed there.</summary>
internal readonly record struct ExpressionUse(string Where, string Source, Scope Scope, Kind? Wanted)
{
    public static IEnumerable<ExpressionUse> In(Matter matter)
    {
        var tables = DecisionTables.Of(matter);
        var form = Scope.OfForm(matter.Form) with { Decisions = tables };
        var whole = OfCase(matter) with { Decisions = tables };
        if (matter.Fee.Rule is { } rule)
        {
            yield return new("fee.amount", rule, form, Kind.Number);
        }
        foreach (var field in matter.Form)
        {
            if (field.When is not null)
            {
                yield return new($"form.{field.Key}.when", field.When, form, Kind.Flag);
            }
            if (field.Compute is not null)
            {
                yield return new($"form.{field.Key}.compute", field.Compute, form, Scope.KindOf(field.Type));
            }
        }
        foreach (var material in matter.Materials.Where(m => m.When is not null))
        {
            yield return new($"materials.{material.Key}.when", material.When!, form, Kind.Flag);
        }
        foreach (var step in matter.Steps)
        {
            if (step.Requires is not null)
            {
                yield return new($"{step.Key}.requires", step.Requires, whole, Kind.Flag);
            }
            foreach (var item in step.Items)
            {
                if (item.When is not null)
                {
                    yield return new($"{item.Key}.when", item.When, form, Kind.Flag);
                }
                if (DecisionTables.IsName(item.Office))
                {
                    yield return new($"{item.Key}.office", item.Office, form, Kind.Text);
                }
                if (item.Check is not null)
                {
                    yield return new($"{item.Key}.check", item.Check, whole, Kind.Flag);
                }
                foreach (var check in item.Checks.IsDefault ? [] : item.Checks.Where(c => c.Holds is not null))
                {
                    yield return new($"{CheckReader.PlaceOf(item.Key, check.Key)}.holds", check.Holds!, whole, Kind.Flag);
                }
            }
        }
        foreach (var exemption in matter.Exemptions)
        {
            yield return new($"exemptions.{exemption.Key}.when", exemption.When, form, Kind.Flag);
        }
    }

    public static Scope OfCase(Matter matter) =>
        Scope.OfCase(matter.Form, matter.Items.Select(i => i.Key), matter.Materials.Select(m => m.Key), matter.Steps.Select(s => s.Key));
}
