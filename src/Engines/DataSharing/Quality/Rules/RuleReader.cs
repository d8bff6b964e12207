using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Quality.Rules;

/// <summary>What is wrong with a file of rules, with its place and what to do.</summary>
internal sealed record RuleFault(int Line, string Message, string Remedy);

/// <summary>A file of rules that cannot be used.</summary>
internal sealed class RuleFileException(string file, IReadOnlyList<RuleFault> faults)
    : Exception(string.Join(Environment.NewLine, faults.Select(f => string.Create(CultureInfo.InvariantCulture, $"{file}:{f.Line}: {f.Message} {f.Remedy}"))))
{
    public IReadOnlyList<RuleFault> Faults { get; } = faults;
}

/// <summary>Reads a rule set from YAML. Everything wrong is told at once; a key that nobody knows is wrong.</summary>
internal static class RuleReader
{
    /// <exception cref="RuleFileException">The file is no rule set.</exception>
    public static RuleSet Read(string file, string text)
    {
        var faults = new List<RuleFault>();
        YamlMappingNode? root = null;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            root = stream.Documents is [{ RootNode: YamlMappingNode map }] ? map : null;
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException)
        {
            faults.Add(new((int)((e as YamlException)?.Start.Line ?? 1), "This is no well-formed YAML.", "Check indentation, quotes and brackets at this place."));
        }
        if (root is null)
        {
            throw new RuleFileException(file, faults.Count > 0 ? faults : [new(1, "The file holds no map of keys and values.", "Begin with 'resource:' and 'rules:'.")]);
        }
        var top = new RuleNode(root, faults);
        var resource = top.Text("resource", needed: true) ?? "";
        var rules = ImmutableArray.CreateBuilder<Rule>();
        foreach (var node in top.List("rules"))
        {
            if (Rule(node) is { } rule)
            {
                rules.Add(rule);
            }
        }
        top.NoOthers();
        foreach (var twice in rules.GroupBy(r => r.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            faults.Add(new(1, $"Two rules are called '{twice.Key}'.", "Give each its own id."));
        }
        if (rules.Count > RuleSet.Most)
        {
            faults.Add(new(1, $"A set has at most {RuleSet.Most} rules; these are {rules.Count}.", "Divide the set in two."));
        }
        if (rules.Count == 0 && faults.Count == 0)
        {
            faults.Add(new(1, "There are no rules.", "Write at least one below 'rules:'."));
        }
        return faults.Count == 0 ? new(resource, rules.ToImmutable()) : throw new RuleFileException(file, faults);
    }

    private static Rule? Rule(RuleNode node)
    {
        var before = node.Faults.Count;
        var id = node.Text("id", needed: true) ?? "";
        var dimension = node.OneOf("dim", Enum.GetValues<Dimension>());
        var check = Check(node);
        var when = When(node, check);
        var max = Max(node);
        node.NoOthers();
        return check is null || node.Faults.Count > before ? null : new(id, dimension, check, when, max);
    }

    private static Check? Check(RuleNode node)
    {
        if (node.Has("key"))
        {
            var key = node.Texts("key");
            return key.IsEmpty ? null : new Check.Unique(key);
        }
        var item = node.Text("item", needed: true) ?? "";
        if (node.Text("exists_in", needed: false) is { } target)
        {
            try
            {
                // Written with a point before the item as well: "ent.base.uscc".
                return new Check.ExistsIn(item, target.Contains('/', StringComparison.Ordinal) ? ItemPath.Parse(target) : ItemPath.Parse(target[..Math.Max(0, target.LastIndexOf('.'))] + "/" + target[(target.LastIndexOf('.') + 1)..]));
            }
            catch (FormatException)
            {
                node.Fault("exists_in", $"'{target}' names no item.", "Write resource/item, for example ent.base/uscc.");
                return null;
            }
        }
        var name = node.Text("check", needed: true);
        switch (name)
        {
            case null: return null;
            case "present": return new Check.Present(item);
            case "length": return new Check.Length(item, (int)(node.Number("min") ?? 0), (int)(node.Number("most") ?? 100_000));
            case "one_of": return new Check.OneOf(item, node.Texts("values"));
            case "begins_with": return new Check.BeginsWith(item, node.Texts("values"));
            case "digits": return new Check.Digits(item);
            case "mobile_phone": return new Check.MobilePhone(item);
            case "cn_id_well_formed": return new Check.IdWellFormed(item);
            case "cn_id_check_digit": return new Check.IdCheckDigit(item);
            case "cn_id_birth_date": return new Check.IdBirthDate(item, node.Text("other", needed: true) ?? "");
            case "cn_id_sex": return new Check.IdSex(item, node.Text("other", needed: true) ?? "");
            case "credit_code": return new Check.CreditCode(item);
            case "division": return new Check.DivisionKnown(item);
            case "between": return new Check.Between(item, node.Number("min"), node.Number("most"));
            case "day_between": return new Check.DayBetween(item, node.Day("from"), node.Day("to"));
            case "not_in_future": return new Check.NotInFuture(item);
            case "fresh_within": return new Check.FreshWithin(item, (int)(node.Number("days", needed: true) ?? 0));
            case "not_after": return new Check.NotAfter(item, node.Text("other", needed: true) ?? "");
            case "same_as": return new Check.SameAs(item, node.Text("other", needed: true) ?? "");
            default:
                node.Fault("check", $"There is no check '{name}'.", $"Choose among {string.Join(", ", CheckNames.All)}; exists_in and key are keys of their own.");
                return null;
        }
    }

    private static Condition? When(RuleNode node, Check? check)
    {
        if (!node.Has("when"))
        {
            return null;
        }
        if (node.Map("when") is { } map)
        {
            var item = map.Text("item", needed: true) ?? "";
            Condition condition = map.Has("is") ? new Condition.Is(item, map.Texts("is")) : new Condition.IsPresent(item);
            map.NoOthers();
            return condition;
        }
        var own = check?.Needs is [var first, ..] ? first.Item : "";
        switch (node.Text("when", needed: true))
        {
            case "present": return new Condition.IsPresent(own);
            case "well_formed": return new Condition.IsWellFormedId(own);
            default:
                node.Fault("when", "This is no condition.", "Write present, well_formed, or {item: state, is: ['2']}.");
                return null;
        }
    }

    private static Limit Max(RuleNode node)
    {
        var text = node.Text("max", needed: false) ?? "0";
        if (text.EndsWith('%') && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 100)
        {
            return new(share / 100, 0);
        }
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return new(null, count);
        }
        node.Fault("max", $"'{text}' is neither a number of rows nor a share.", "Write 0, 25 or 0.1%.");
        return default;
    }
}
