using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Reads the smaller parts of a matter: basis, fee, materials, clocks, issue.</summary>
internal static class PartReader
{
    private static readonly Dictionary<string, ClockKind> Kinds = new(StringComparer.Ordinal)
    {
        ["statutory"] = ClockKind.Statutory,
        ["promised"] = ClockKind.Promised,
        ["item"] = ClockKind.Item,
        ["notice"] = ClockKind.Notice,
        ["supplement"] = ClockKind.Supplement,
        ["promise"] = ClockKind.Promise,
        ["meeting"] = ClockKind.Meeting,
        ["term"] = ClockKind.Term,
    };

    private static readonly Dictionary<string, OnExpiry> Expiries = new(StringComparer.Ordinal)
    {
        ["red"] = OnExpiry.Red,
        ["deem_accepted"] = OnExpiry.DeemAccepted,
        ["withdraw"] = OnExpiry.Withdraw,
        ["escalate"] = OnExpiry.Escalate,
    };

    private static readonly string[] Accepted = ["pdf", "png", "jpeg", "ofd", "docx", "xlsx"];

    public static ImmutableArray<LegalBasis> Basis(PackNode? list)
    {
        var basis = ImmutableArray.CreateBuilder<LegalBasis>();
        foreach (var node in list?.List() ?? [])
        {
            basis.Add(new(node.Need("law", "{zh: …, en: …}")?.Words() ?? new(""), node.Child("article")?.Text() ?? ""));
            node.NoOthers();
        }
        return basis.ToImmutable();
    }

    public static Fee Fee(PackNode? node)
    {
        if (node is null)
        {
            return new(0, null);
        }
        var amount = node.Need("amount", "0");
        var rule = amount is { IsScalar: true } && Decisions.DecisionTables.IsName(amount.Text()) ? amount.Text() : null;
        var fee = new Fee(rule is null ? amount?.Number() ?? 0 : 0, node.Child("note")?.Words(), rule);
        if (fee.Amount < 0)
        {
            node.Fault("A fee is not negative.", "Write 0 for free of charge.");
        }
        node.NoOthers();
        return fee;
    }

    public static ImmutableArray<Material> Materials(PackNode? map, Dictionary<string, PackNode> places)
    {
        var materials = ImmutableArray.CreateBuilder<Material>();
        foreach (var (key, node) in map?.Entries() ?? [])
        {
            places["materials." + key] = node;
            materials.Add(new Material
            {
                Key = key,
                Title = node.Need("title", "{zh: …, en: …}")?.Words() ?? new(key),
                Hint = node.Child("hint")?.Words(),
                FromCertificate = node.Child("certificate")?.Text(),
                MayUpload = node.Child("upload")?.Flag() ?? true,
                Accept = node.Child("accept") is { } accept ? [.. accept.List().Select(n => n.OneOf(Accepted))] : ["pdf", "png", "jpeg"],
                Required = node.Child("required")?.Flag() ?? true,
                When = node.Child("when")?.Text(),
                DeferWithin = Defer(node.Child("defer")),
            });
            node.NoOthers();
        }
        return materials.ToImmutable();
    }

    public static ImmutableArray<ClockRule> Clocks(PackNode? map, Dictionary<string, PackNode> places)
    {
        var clocks = ImmutableArray.CreateBuilder<ClockRule>();
        foreach (var (key, node) in map?.Entries() ?? [])
        {
            places["clocks." + key] = node;
            clocks.Add(new ClockRule
            {
                Key = key,
                Title = node.Need("title", "{zh: …, en: …}")?.Words() ?? new(key),
                Kind = node.Need("kind", "promised")?.OneOf(Kinds) ?? ClockKind.Promised,
                From = node.Need("from", "accepted")?.Text() ?? "",
                To = node.Need("to", "decided")?.Text() ?? "",
                Limit = node.Child("limit")?.Limit() ?? default,
                Until = node.Child("until")?.Text(),
                PausedBy = [.. node.Child("pause")?.List().Select(n => n.OneOf(["supplement", "correction", "hearing", "test", "expert"])) ?? []],
                AmberDays = node.Child("amber")?.Integer(0, 365) ?? 1,
                OnExpiry = node.Child("on_expiry")?.OneOf(Expiries) ?? OnExpiry.Red,
                Extension = Extension(node.Child("extend")),
            });
            node.NoOthers();
        }
        return clocks.ToImmutable();
    }

    public static IssueRule? Issue(PackNode? node, Dictionary<string, PackNode> places)
    {
        if (node is null)
        {
            return null;
        }
        places["issue"] = node;
        var rule = new IssueRule
        {
            CertificateType = node.Need("certificate", "my-licence")?.Text() ?? "",
            Title = node.Need("title", "{zh: …, en: …}")?.Words() ?? new(""),
            Office = node.Need("office", "approval-office")?.Text() ?? "",
            Number = node.Need("number", "'{yyyy}{seq:6}'")?.Text() ?? "",
            Fields = [.. node.Need("fields", "[name]")?.List().Select(n => n.Text()) ?? []],
            ValidFor = node.Child("valid_for")?.Text(),
            OfficeOf = node.Child("office_of")?.Text(),
            TitleOf = node.Child("title_of")?.Text(),
            ValidForOf = node.Child("valid_for_of")?.Text(),
            Template = node.Need("template", "my-licence")?.Text() ?? "",
        };
        node.NoOthers();
        return rule;
    }

    private static Limit? Defer(PackNode? node)
    {
        if (node is null)
        {
            return null;
        }
        var within = node.Need("within", "5wd")?.Limit();
        _ = node.Need("before", "decide")?.OneOf(["decide"]);
        node.NoOthers();
        return within;
    }

    private static ExtensionRule? Extension(PackNode? node)
    {
        if (node is null)
        {
            return null;
        }
        var rule = new ExtensionRule(
            node.Need("by", "agency_head")?.OneOf(Security.Contracts.Roles.All) ?? "",
            node.Need("max", "10wd")?.Limit() ?? default,
            node.Child("times")?.Integer(1, 10) ?? 1);
        node.NoOthers();
        return rule;
    }
}
