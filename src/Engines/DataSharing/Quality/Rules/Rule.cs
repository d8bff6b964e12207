using System.Collections.Immutable;

namespace Zhuangjin.DataSharing.Quality.Rules;

/// <summary>The five dimensions in which quality is told (GB/T 36344 names six; accuracy against the real world is what corrections by people show).</summary>
internal enum Dimension
{
    /// <summary>完整性.</summary>
    Completeness,

    /// <summary>唯一性.</summary>
    Uniqueness,

    /// <summary>规范性.</summary>
    Validity,

    /// <summary>一致性.</summary>
    Consistency,

    /// <summary>时效性.</summary>
    Timeliness,
}

/// <summary>One rule of a set.</summary>
/// <param name="Id">Short name, unique in its set: "R05".</param>
/// <param name="When">Rows to which it applies; null for all.</param>
internal sealed record Rule(string Id, Dimension Dimension, Check Check, Condition? When, Limit Max);

/// <summary>How many rows may break a rule before it counts as broken.</summary>
/// <param name="Share">Share of the rows to which the rule applies, 0 to 1; null when a count is meant.</param>
internal readonly record struct Limit(double? Share, long Count)
{
    public bool Allows(long failed, long applied) => Share is { } share ? failed <= share * applied : failed <= Count;

    public override string ToString() => Share is { } share ? (share * 100).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture) + "%" : Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Rules for the data of one resource. At most 64, so that what is wrong with a row is one number.</summary>
/// <param name="Resource">Code of the resource that they are written for.</param>
internal sealed record RuleSet(string Resource, ImmutableArray<Rule> Rules)
{
    public const int Most = 64;
}

/// <summary>Rows to which a rule applies.</summary>
internal abstract record Condition(string Item)
{
    /// <summary>The item has one of these texts. A null has none.</summary>
    internal sealed record Is(string Item, ImmutableArray<string> Values) : Condition(Item);

    /// <summary>The item is not null and not blank.</summary>
    internal sealed record IsPresent(string Item) : Condition(Item);

    /// <summary>The item is a well-formed identity number (18 characters, digits, a date of birth of the calendar).</summary>
    internal sealed record IsWellFormedId(string Item) : Condition(Item);
}
