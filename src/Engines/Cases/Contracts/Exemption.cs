using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Cases.Contracts;

/// <summary>A line of a matter's exemption list (免办清单, 豁免清单): pieces of work that need not be done where its condition holds, and why.
/// Unlike <see cref="Item.When"/>, which says that an item has no object, an exemption says that the law or an approved list waives it.</summary>
public sealed record Exemption
{
    public required string Key { get; init; }

    public required LocalText Title { get; init; }

    /// <summary>Keys of the items that it waives.</summary>
    public required ImmutableArray<string> Items { get; init; }

    /// <summary>Expression over the form.</summary>
    public required string When { get; init; }

    /// <summary>Why, in words that the applicant understands.</summary>
    public required LocalText Because { get; init; }

    /// <summary>What allows it; never empty.</summary>
    public required ImmutableArray<LegalBasis> Basis { get; init; }
}

/// <summary>An item was waived by a line of the exemption list. Everything that is shown of it stands in the event, for lists change.</summary>
/// <param name="Basis">Law and article, one line each.</param>
public sealed record ItemExempted(string Item, string Exemption, string Because, ImmutableArray<string> Basis) : CaseEvent;

/// <summary>What was waived in a case, and why.</summary>
public sealed record ExemptionState(string Item, string Exemption, string Because, ImmutableArray<string> Basis, DateTimeOffset At);
