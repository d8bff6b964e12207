using System.Text.RegularExpressions;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates;

/// <summary>What strangers and printers see of personal data: enough to recognise, not enough to use.</summary>
internal static partial class Masking
{
    /// <summary>张三 → 张*, 欧阳修 → 欧**. Names of enterprises are public.</summary>
    public static string Name(PartyKind kind, string name)
    {
        if (kind == PartyKind.LegalEntity || name.Length == 0)
        {
            return name;
        }
        var runes = name.EnumerateRunes().ToList();
        return runes[0] + new string('*', runes.Count - 1);
    }

    /// <summary>An identity number keeps its first six digits (the division) and the last; a credit code is public.</summary>
    public static string Code(Party holder) =>
        holder.Kind == PartyKind.LegalEntity || holder.Code.Length < 8 ? holder.Code : holder.Code[..6] + new string('*', holder.Code.Length - 7) + holder.Code[^1];

    /// <summary>A value of a certificate of this holder: his name, and anything of the shape of an identity number or telephone number, is masked.</summary>
    public static string Value(Party holder, string value)
    {
        var masked = holder.Kind == PartyKind.Person && holder.Name.Length > 1 ? value.Replace(holder.Name, Name(holder.Kind, holder.Name), StringComparison.Ordinal) : value;
        masked = CitizenId().Replace(masked, m => m.Value[..6] + new string('*', 11) + m.Value[^1]);
        return Phone().Replace(masked, m => m.Value[..3] + "****" + m.Value[^4..]);
    }

    [GeneratedRegex("(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex CitizenId();

    [GeneratedRegex("(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();
}
