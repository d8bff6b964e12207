using System.Text.RegularExpressions;

namespace Zhuangjin.Evidence.Entries;

/// <summary>Recognises what must never stand openly in a log that is published and never forgets.</summary>
/// <remarks>The second line of defence: callers put personal data into the private fields in the first place.</remarks>
internal static partial class PersonalData
{
    private const string CitizenCheckDigits = "10X98765432";

    private const string CreditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>Names the kind of personal data in a text, or null: "citizen-id", "phone", or "named-enterprise" (a credit code beside a name).</summary>
    public static string? KindIn(string text)
    {
        var (digits, code) = LongestRuns(text);
        return digits >= 17 && CitizenId().Matches(text).Any(m => IsCitizenId(m.Value)) ? "citizen-id"
            : digits >= 4 && Phone().IsMatch(text) ? "phone"
            : code >= 18 && Han().IsMatch(text) && CreditCode().Matches(text).Any(m => IsCreditCode(m.Value)) ? "named-enterprise"
            : null;
    }

    /// <summary>The most digits in a row, and the most digits and capitals in a row: each pattern has a certain number of them, most open values have not.</summary>
    private static (int Digits, int Code) LongestRuns(string text)
    {
        var (digits, code, mostDigits, mostCode) = (0, 0, 0, 0);
        foreach (var c in text)
        {
            digits = c is >= '0' and <= '9' ? digits + 1 : 0;
            code = c is (>= '0' and <= '9') or (>= 'A' and <= 'Z') ? code + 1 : 0;
            (mostDigits, mostCode) = (Math.Max(mostDigits, digits), Math.Max(mostCode, code));
        }
        return (mostDigits, mostCode);
    }

    /// <summary>Check digit of GB 11643 (ISO 7064, MOD 11-2).</summary>
    private static bool IsCitizenId(string id)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            sum += (id[i] - '0') * ((1 << (17 - i)) % 11);
        }
        return CitizenCheckDigits[sum % 11] == char.ToUpperInvariant(id[17]);
    }

    /// <summary>Check character of GB 32100 (MOD 31).</summary>
    private static bool IsCreditCode(string code)
    {
        var (sum, weight) = (0, 1);
        for (var i = 0; i < 17; i++)
        {
            sum += CreditCodeAlphabet.IndexOf(code[i], StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }
        return CreditCodeAlphabet[(31 - (sum % 31)) % 31] == code[17];
    }

    [GeneratedRegex(@"(?<![0-9A-Za-z])[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex CitizenId();

    [GeneratedRegex(@"(?<![0-9A-Za-z])(\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex("(?<![0-9A-Za-z])[0-9ABCDEFGHJKLMNPQRTUWXY]{2}[0-9]{6}[0-9ABCDEFGHJKLMNPQRTUWXY]{10}(?![0-9A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex CreditCode();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}{2}", RegexOptions.CultureInvariant)]
    private static partial Regex Han();
}
