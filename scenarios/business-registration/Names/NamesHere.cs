using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.BusinessRegistration.Industry;

namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>By what a name stands in the way of others.</summary>
internal enum NameStanding
{
    /// <summary>已登记: its licence is valid.</summary>
    Registered,

    /// <summary>保留期内: it passed the check of an application that runs (企业名称登记管理规定 第十八条).</summary>
    Kept,

    /// <summary>Its licence became void less than a year ago; it bars the same 字号 only (第十七条第二项、第三项).</summary>
    Former,
}

/// <summary>A name that came to stand here, and until when it bars others; null without end.</summary>
internal sealed record NameHere(EnterpriseName Name, NameStanding Standing, DateTimeOffset? Until);

/// <summary>What was registered or applied for here and bars others, on one session, so that asking and keeping can be one transaction.</summary>
internal static class NamesHere
{
    /// <summary>Years for which the name of a void licence bars the same 字号 (第十七条).</summary>
    private const int FormerYears = 1;

    /// <summary>How far the names of a city and industry class bar one that is asked for, the oldest first.</summary>
    /// <param name="except">The case that asks: its own name is not in its way.</param>
    public static async ValueTask<IReadOnlyList<NearName>> NearAsync(this ISession session, EnterpriseName asked, string? except, DateTimeOffset at)
    {
        var here = await session.BesideAsync(asked, except, at);
        return [.. here.Select((n, i) => NameIndex.Judge(n.Name, asked, i - here.Count, Likeness.Percent(asked.Brand, n.Name.Brand)) with { Standing = n.Standing, Until = n.Until })
            .Where(n => n.Standing == NameStanding.Former ? n.Percent == 100 : n.Percent > 0)];
    }

    /// <summary>The city of a name, the first four digits of its division (GB/T 2260).</summary>
    public static string City(this EnterpriseName name) => name.Division[..4];

    /// <summary>Code of the class of its industry, GB/T 4754.</summary>
    public static string Class(this EnterpriseName name) => Industries.All[name.IndustryClass].Code;

    private static async ValueTask<IReadOnlyList<NameHere>> BesideAsync(this ISession session, EnterpriseName asked, string? except, DateTimeOffset at)
    {
        var registered = await session.QueryAsync(
            "select name, freed_at from registration_name where city = $1 and industry = $2 and (freed_at is null or freed_at > $3) order by licence_id",
            r => (Name: r.GetString(0), Freed: r.IsDBNull(1) ? (DateTimeOffset?)null : ChinaTime.FromMicros(r.GetInt64(1))),
            asked.City(), asked.Class(), at.AddYears(-FormerYears).ToMicros());
        var kept = await session.QueryAsync(
            "select name, until from registration_name_kept where city = $1 and industry = $2 and until > $3 and case_id <> $4 order by at, case_id",
            r => (Name: r.GetString(0), Until: ChinaTime.FromMicros(r.GetInt64(1))),
            asked.City(), asked.Class(), at.ToMicros(), except ?? "");
        return [.. registered.Select(r => (r.Name, Standing: r.Freed is null ? NameStanding.Registered : NameStanding.Former, Until: r.Freed?.AddYears(FormerYears)))
            .Concat(kept.Select(k => (k.Name, Standing: NameStanding.Kept, Until: (DateTimeOffset?)k.Until)))
            .Select(n => EnterpriseName.Parse(n.Name).Name is { } name ? new NameHere(name, n.Standing, n.Until) : null).OfType<NameHere>()];
    }
}
