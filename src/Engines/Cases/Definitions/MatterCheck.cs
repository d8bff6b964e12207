using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Expressions;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Checks what a matter means: names that are used must exist, expressions must compile, and the flow must be able to end.</summary>
internal static class MatterCheck
{
    public static void Check(LoadedMatter loaded, PackOutline pack, IReadOnlyList<LoadedMatter> all)
    {
        Begins(loaded);
        Form(loaded, pack, all);
        Materials(loaded, pack, all);
        Expressions(loaded);
        ClockCheck.Check(loaded);
        FlowCheck.Check(loaded);
        OrderCheck.Check(loaded);
        CheckReader.Check(loaded, pack);
        LifeReader.Check(loaded);
        Issue(loaded);
    }

    public static PackNode Place(LoadedMatter loaded, string name, string? child = null)
    {
        var node = loaded.Places.GetValueOrDefault(name, loaded.Root);
        return child is null ? node : node.Child(child) ?? node;
    }

    private static void Begins(LoadedMatter loaded)
    {
        if (loaded.Matter.BeginsAt is { } at && at != Matter.ByPlatform && !at.StartsWith('/'))
        {
            Place(loaded, "begins_at").Fault($"'{at}' is no page of the platform.", "Write the page's address, for example '/sharing/request', or 'platform' when nobody applies.");
        }
    }

    private static void Form(LoadedMatter loaded, PackOutline pack, IReadOnlyList<LoadedMatter> all)
    {
        var matter = loaded.Matter;
        foreach (var field in matter.Form)
        {
            var place = "form." + field.Key;
            if (field.Type == FieldType.Choice != field.Choices.Length > 0)
            {
                Place(loaded, place).Fault(field.Type == FieldType.Choice ? "A choice needs what to choose from." : "Only fields of type choice have choices.", field.Type == FieldType.Choice ? "Add 'choices: {one: {zh: …, en: …}}'." : "Write 'type: choice', or take the choices out.");
            }
            if ((field.Minimum ?? field.Maximum) is not null && Scope.KindOf(field.Type) != Kind.Number)
            {
                Place(loaded, place).Fault("Only numbers have 'min' and 'most'.", "For a text write 'max: 120', its most characters.");
            }
            if (field.Compute is not null && (field.Required || field.Prefill is not null))
            {
                Place(loaded, place, "compute").Fault("A computed field is neither asked for nor prefilled.", "Take 'required' and 'prefill' out.");
            }
            if (field.By is { } by && matter.Items.All(i => i.Key != by))
            {
                Unknown(Place(loaded, place, "by"), "item", by, matter.Items.Where(i => i.Task == ItemTask.Review).Select(i => i.Key));
            }
            if (field.Item is { } item && item.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
            {
                Place(loaded, place, "item").Fault($"'{item}' names no item of the data pool.", "Write resource/item, for example pop.person/phone.");
            }
            if (field.Item is not null && (field.Compute ?? field.By) is not null)
            {
                Place(loaded, place, "item").Fault("What is computed or filled in by an office is not asked of the applicant.", "Take 'item' out.");
            }
            if (field.By is not null && (field.Compute ?? field.Prefill) is not null)
            {
                Place(loaded, place, "by").Fault("What an office fills in is neither computed nor prefilled.", "Take 'compute' and 'prefill' out, or let the applicant be asked: take 'by' out.");
            }
            if (field.By is { } answering && matter.Items.FirstOrDefault(i => i.Key == answering) is { Task: not ItemTask.Review })
            {
                Place(loaded, place, "by").Fault($"The item '{answering}' does not agree or disagree, so it has no results.", "Name an item of 'task: review'.");
            }
            if (field.Prefill is not null)
            {
                Prefill(Place(loaded, place, "prefill"), field.Prefill, pack, all);
            }
        }
        foreach (var (key, name) in new[] { ("field", matter.SubjectField), ("division", matter.DivisionField) })
        {
            if (name is not null && matter.Form.All(f => f.Key != name))
            {
                Unknown(Place(loaded, "subject", key), "field", name, matter.Form.Select(f => f.Key));
            }
        }
        if (matter.DivisionField is not null && matter.Form.FirstOrDefault(f => f.Key == matter.DivisionField) is { Type: not FieldType.Division } wrong)
        {
            Place(loaded, "subject", "division").Fault($"'{wrong.Key}' holds no code of a place.", "Name a field of 'type: division'.");
        }
        if (matter.SubjectSource == Drafts.Prefill.PartySource)
        {
            Place(loaded, "subject", "source").Fault("Whoever applies is no subject to choose: the page of the application would offer nothing.", "Leave 'source' out.");
        }
        else if (matter.SubjectSource is { } source && !pack.Sources.Contains(source))
        {
            Unknown(Place(loaded, "subject", "source"), "prefill source", source, pack.Sources);
        }
        foreach (var name in matter.Published)
        {
            if (matter.Form.FirstOrDefault(f => f.Key == name) is not { } field)
            {
                Unknown(Place(loaded, "publish"), "field", name, matter.Form.Select(f => f.Key));
            }
            else if (field.Type is FieldType.CitizenId or FieldType.Phone)
            {
                Place(loaded, "publish").Fault($"'{name}' is personal and is not published.", "Take it out of 'publish'.");
            }
        }
    }

    private static void Prefill(PackNode node, string prefill, PackOutline pack, IReadOnlyList<LoadedMatter> all)
    {
        if (prefill.Split('.') is not [var source, var path])
        {
            node.Fault($"'{prefill}' names no source and field.", "Write source.field, for example project.name.");
            return;
        }
        if (all.FirstOrDefault(m => m.Matter.Issue?.CertificateType == source)?.Matter.Issue is { } issue)
        {
            // Every certificate has a number and a day of issue besides its fields.
            string[] known = [.. issue.Fields, "number", "issued_on"];
            if (!known.Contains(path))
            {
                Unknown(node, $"field on the certificate {source}", path, known);
            }
        }
        else if (!pack.Sources.Contains(source) && !pack.Certificates.Contains(source))
        {
            Unknown(node, "source", source, [.. pack.Sources, .. pack.Certificates, .. all.Select(m => m.Matter.Issue?.CertificateType).OfType<string>()]);
        }
    }

    private static void Materials(LoadedMatter loaded, PackOutline pack, IReadOnlyList<LoadedMatter> all)
    {
        foreach (var material in loaded.Matter.Materials)
        {
            var place = "materials." + material.Key;
            var types = all.Select(m => m.Matter.Issue?.CertificateType).OfType<string>().Concat(pack.Certificates).ToList();
            if (material.FromCertificate is { } type && !types.Contains(type))
            {
                Unknown(Place(loaded, place, "certificate"), "certificate type", type, types);
            }
            if (material is { MayUpload: false, FromCertificate: null })
            {
                Place(loaded, place, "upload").Fault("This material can come from nowhere.", "Name a 'certificate', or allow the upload.");
            }
            if (material.DeferWithin is not null && loaded.Matter.Clocks.All(c => c.Kind != ClockKind.Promise))
            {
                Place(loaded, place, "defer").Fault("A promise needs a clock.", "Add a clock of 'kind: promise', 'from: promised', 'to: fulfilled'.");
            }
        }
    }

    private static void Expressions(LoadedMatter loaded)
    {
        foreach (var use in ExpressionUse.In(loaded.Matter))
        {
            var dot = use.Where.LastIndexOf('.');
            var (owner, key) = (use.Where[..dot], use.Where[(dot + 1)..]);
            var place = loaded.Places.ContainsKey(owner) ? owner : key == "requires" ? "step." + owner : "item." + owner;
            var faults = new List<ExpressionFault>();
            _ = Parser.Compile(use.Source, use.Scope, use.Wanted, faults);
            foreach (var fault in faults)
            {
                Place(loaded, place, key).FaultAt(fault.Column - 1, fault.Message, fault.Remedy);
            }
        }
        Cycles(loaded);
    }

    /// <summary>A computed field may rest on others, but not on itself in a round.</summary>
    private static void Cycles(LoadedMatter loaded)
    {
        foreach (var key in InCircle(loaded.Matter))
        {
            Place(loaded, "form." + key, "compute").Fault("This value rests on itself.", "Compute it from fields that the applicant fills in.");
        }
    }

    /// <summary>The computed fields that rest on themselves, perhaps by way of a decision table.</summary>
    public static IEnumerable<string> InCircle(Matter matter)
    {
        var computed = matter.Form.Where(f => f.Compute is not null).ToDictionary(f => f.Key, f => Words(f.Compute!).SelectMany(w => RestsOn(matter, w)).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        bool Reaches(string from, string to, HashSet<string> seen) => computed.TryGetValue(from, out var names) && names.Any(n => n == to || (seen.Add(n) && Reaches(n, to, seen)));
        return computed.Keys.Where(k => Reaches(k, k, []));
    }

    private static IEnumerable<string> Words(string expression) => Lexer.Read(expression, []).Where(t => t.Kind == TokenKind.Word).Select(t => t.Text);

    /// <summary>A table's result rests on all its inputs, and on what its formulas name.</summary>
    private static IEnumerable<string> RestsOn(Matter matter, string word) =>
        word.Split('.') is ["decision", var key, ..] && matter.Decisions.FirstOrDefault(d => d.Key == key) is { } table
            ? table.Inputs.Concat(table.Rows.SelectMany(r => r.Cells).SelectMany(Words))
            : [word.StartsWith("form.", StringComparison.Ordinal) ? word[5..] : word];

    private static void Issue(LoadedMatter loaded)
    {
        if (loaded.Matter.Issue is not { } issue)
        {
            return;
        }
        foreach (var name in issue.Fields.Where(n => loaded.Matter.Form.All(f => f.Key != n)))
        {
            Unknown(Place(loaded, "issue", "fields"), "field", name, loaded.Matter.Form.Select(f => f.Key));
        }
        if (!issue.Number.Contains("{seq", StringComparison.Ordinal))
        {
            Place(loaded, "issue", "number").Fault("Two certificates would bear one number.", "Put {seq:6} into it.");
        }
        if (issue.ValidFor is { } valid && !IsValidity(valid))
        {
            Place(loaded, "issue", "valid_for").Fault($"'{valid}' is no validity.", "Write 3y or 90d, or leave it out for no end.");
        }
        if (issue.OfficeOf is { } item && loaded.Matter.Items.All(i => i.Key != item))
        {
            Unknown(Place(loaded, "issue", "office_of"), "item", item, loaded.Matter.Items.Select(i => i.Key));
        }
        Named(loaded, "title_of", issue.TitleOf, FieldType.Choice);
        Named(loaded, "valid_for_of", issue.ValidForOf, FieldType.Integer);
    }

    private static void Named(LoadedMatter loaded, string place, string? field, FieldType type)
    {
        if (field is not null && loaded.Matter.Form.All(f => f.Key != field || f.Type != type))
        {
            Unknown(Place(loaded, "issue", place), $"field of type {type.ToString().ToLowerInvariant()}", field, loaded.Matter.Form.Where(f => f.Type == type).Select(f => f.Key));
        }
    }

    private static bool IsValidity(string text) => text.Length > 1 && text[^1] is 'y' or 'd' && int.TryParse(text[..^1], out var length) && length > 0;

    public static void Unknown(PackNode node, string what, string name, IEnumerable<string> known)
    {
        var names = known.Distinct(StringComparer.Ordinal).ToList();
        var near = Nearest.Of(name, names);
        node.Fault($"There is no {what} '{name}'.", near is null ? $"Choose of: {string.Join(", ", names)}." : $"Did you mean '{near}'?");
    }
}
