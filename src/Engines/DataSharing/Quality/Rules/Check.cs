using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Quality.Rules;

/// <summary>What a rule asks of a row. The list is closed: each check has one meaning, written down here, in C# and in SQL of both dialects.</summary>
/// <remarks>A null breaks <see cref="Present"/> and nothing else: a check does not apply to a row in which an item that it needs is null. Texts are compared by their bytes.</remarks>
internal abstract record Check
{
    /// <summary>Items that it reads, with the form in which it reads them.</summary>
    public abstract ImmutableArray<Need> Needs { get; }

    protected static ImmutableArray<Need> Texts(params ReadOnlySpan<string> items) => [.. items.ToArray().Select(i => new Need(i, Form.Text))];

    /// <summary>Not null and not only spaces.</summary>
    internal sealed record Present(string Item) : Check
    {
        public override ImmutableArray<Need> Needs => Texts(Item);
    }

    /// <summary>Between these numbers of characters (code points).</summary>
    internal sealed record Length(string Item, int Minimum, int Maximum) : Check
    {
        public override ImmutableArray<Need> Needs => Texts(Item);
    }

    /// <summary>One of these texts.</summary>
    internal sealed record OneOf(string Item, ImmutableArray<string> Values) : Check
    {
        public override ImmutableArray<Need> Needs => Texts(Item);
    }

    /// <summary>Begins with one of these texts.</summary>
    internal sealed record BeginsWith(string Item, ImmutableArray<string> Prefixes) : Check
    {
        public override ImmutableArray<Need> Needs => Texts(Item);
    }

    /// <summary>ASCII digits only, at least one.</summary>
    internal sealed record Digits(string Item) : Check
    {
        public override ImmutableArray<Need> Needs => Texts(Item);
    }

    /// <summary>A mobile number: 11 digits, the first 1, the second 3 to 9.</summary>
    internal sealed record MobilePhone(string Item) : Check
    {
        public override ImmutableArray<Need> Needs => Texts(Item);
    }

    /// <summary>GB 11643 in form: 17 digits and a digit or X, with a date of birth of the calendar from 1800 to 2199.</summary>
    internal sealed record IdWellFormed(string Item) : Check
    {
        public override ImmutableArray<Need> Needs => Texts(Item);
    }

    /// <summary>GB 11643, the check character of an 18-character number (ISO 7064 mod 11-2). Does not apply to other lengths.</summary>
    internal sealed record IdCheckDigit(string Item) : Check
    {
        public override ImmutableArray<Need> Needs => Texts(Item);
    }

    /// <summary>The date of birth within an 18-character identity number is that of another item. Does not apply to other lengths.</summary>
    internal sealed record IdBirthDate(string Item, string Date) : Check
    {
        public override ImmutableArray<Need> Needs => [new(Item, Form.Text), new(Date, Form.Day)];
    }

    /// <summary>The 17th character of an 18-character identity number is odd where the other item is "1" and even where it is "2" (GB/T 2261.1). Does not apply to other lengths and codes.</summary>
    internal sealed record IdSex(string Item, string Sex) : Check
    {
        public override ImmutableArray<Need> Needs => Texts(Item, Sex);
    }

    /// <summary>GB 32100: 18 characters of the standard's alphabet with the right check character.</summary>
    internal sealed record CreditCode(string Item) : Check
    {
        public override ImmutableArray<Need> Needs => Texts(Item);
    }

    /// <summary>A county, city or province of GB/T 2260 that the platform knows.</summary>
    internal sealed record DivisionKnown(string Item) : Check
    {
        public override ImmutableArray<Need> Needs => Texts(Item);
    }

    /// <summary>A number within the bounds, both included.</summary>
    internal sealed record Between(string Item, double? Minimum, double? Maximum) : Check
    {
        public override ImmutableArray<Need> Needs => [new(Item, Form.Number)];
    }

    /// <summary>A day within the bounds, both included.</summary>
    internal sealed record DayBetween(string Item, DateOnly? From, DateOnly? To) : Check
    {
        public override ImmutableArray<Need> Needs => [new(Item, Form.Day)];
    }

    /// <summary>Not after the day of the check.</summary>
    internal sealed record NotInFuture(string Item) : Check
    {
        public override ImmutableArray<Need> Needs => [new(Item, Form.Day)];
    }

    /// <summary>At most so many days before the day of the check.</summary>
    internal sealed record FreshWithin(string Item, int Days) : Check
    {
        public override ImmutableArray<Need> Needs => [new(Item, Form.Day)];
    }

    /// <summary>The day is not after another item's day.</summary>
    internal sealed record NotAfter(string Item, string Other) : Check
    {
        public override ImmutableArray<Need> Needs => [new(Item, Form.Day), new(Other, Form.Day)];
    }

    /// <summary>The same text as another item.</summary>
    internal sealed record SameAs(string Item, string Other) : Check
    {
        public override ImmutableArray<Need> Needs => Texts(Item, Other);
    }

    /// <summary>Occurs in an item of another resource.</summary>
    internal sealed record ExistsIn(string Item, ItemPath Target) : Check
    {
        public override ImmutableArray<Need> Needs => Texts(Item);
    }

    /// <summary>No other row has the same key. All rows of a repeated key break it. Does not apply where a part of the key is null.</summary>
    internal sealed record Unique(ImmutableArray<string> Key) : Check
    {
        public override ImmutableArray<Need> Needs => Texts([.. Key]);

        public bool Equals(Unique? other) => other is not null && Key.SequenceEqual(other.Key);

        public override int GetHashCode() => Key.Length;
    }
}

/// <summary>The form in which a check reads an item.</summary>
internal enum Form
{
    /// <summary>Bytes of UTF-8.</summary>
    Text,

    /// <summary>A double; a text that is no number is NaN, which breaks every bound.</summary>
    Number,

    /// <summary>Days since 1970; a text that is no date is <see cref="Days.Unreadable"/>, which breaks every check of days.</summary>
    Day,
}

/// <param name="Item">Key of the item.</param>
internal readonly record struct Need(string Item, Form Form);

/// <summary>Days as the kernels see them: since 1970, as DuckDB and PostgreSQL count them.</summary>
internal static class Days
{
    public const int Unreadable = -int.MaxValue;

    public static int Of(DateOnly day) => day.DayNumber - new DateOnly(1970, 1, 1).DayNumber;
}
