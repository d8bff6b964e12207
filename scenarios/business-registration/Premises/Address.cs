using System.Text.RegularExpressions;
using Zhuangjin.Kernel.Codes;

namespace Zhuangjin.Scenarios.BusinessRegistration.Premises;

/// <summary>An address whose divisions are known: city, county, and what follows.</summary>
internal sealed partial record Address(Division Place, string Rest)
{
    /// <summary>Reads an address of Guangxi against the divisions (GB/T 2260); county within city, and the house told by a number.</summary>
    /// <param name="division">Code that was chosen on the map.</param>
    /// <returns>The address, or null with what is wrong, in plain Chinese.</returns>
    public static (Address? Address, string? Wrong) Read(string division, string text)
    {
        text = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        if (Division.Find(division) is not { Level: DivisionLevel.County } place)
        {
            return (null, "请在地图上选到县（市、区）");
        }
        var rest = Skip(Skip(text, "广西壮族自治区", "广西"), place.Parent!.Name);
        if (!rest.StartsWith(place.Name, StringComparison.Ordinal))
        {
            return (null, $"住所没有写明“{place.Name}”，与地图点选的区划不一致");
        }
        rest = rest[place.Name.Length..];
        return HouseNumber().IsMatch(rest) ? (new(place, rest), null) : (null, "住所应当具体到门牌号");
    }

    /// <summary>The same however spaces and the upper divisions are written.</summary>
    public string Key => Place.Code + Rest;

    private static string Skip(string text, params string[] prefixes) =>
        prefixes.FirstOrDefault(p => text.StartsWith(p, StringComparison.Ordinal)) is { } found ? text[found.Length..] : text;

    [GeneratedRegex(@"[0-9０-９一二三四五六七八九十百]+(号|栋|室|单元)")]
    private static partial Regex HouseNumber();
}
