namespace Zhuangjin.DataSharing.Quality.Rules;

/// <summary>How checks are called in files of rules and in reports.</summary>
internal static class CheckNames
{
    private static readonly (Type Check, string Name)[] Known =
    [
        (typeof(Check.Present), "present"),
        (typeof(Check.Length), "length"),
        (typeof(Check.OneOf), "one_of"),
        (typeof(Check.BeginsWith), "begins_with"),
        (typeof(Check.Digits), "digits"),
        (typeof(Check.MobilePhone), "mobile_phone"),
        (typeof(Check.IdWellFormed), "cn_id_well_formed"),
        (typeof(Check.IdCheckDigit), "cn_id_check_digit"),
        (typeof(Check.IdBirthDate), "cn_id_birth_date"),
        (typeof(Check.IdSex), "cn_id_sex"),
        (typeof(Check.CreditCode), "credit_code"),
        (typeof(Check.DivisionKnown), "division"),
        (typeof(Check.Between), "between"),
        (typeof(Check.DayBetween), "day_between"),
        (typeof(Check.NotInFuture), "not_in_future"),
        (typeof(Check.FreshWithin), "fresh_within"),
        (typeof(Check.NotAfter), "not_after"),
        (typeof(Check.SameAs), "same_as"),
        (typeof(Check.ExistsIn), "exists_in"),
        (typeof(Check.Unique), "unique"),
    ];

    /// <summary>Names that may stand after "check:".</summary>
    public static IEnumerable<string> All => Known.Select(k => k.Name).Where(n => n is not ("exists_in" or "unique"));

    public static string Of(Check check) => Known.First(k => k.Check == check.GetType()).Name;
}
