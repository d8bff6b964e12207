using Zhuangjin.Kernel.Codes;
using Zhuangjin.Scenarios.BusinessRegistration.PackTables;

namespace Zhuangjin.Scenarios.BusinessRegistration.Premises;

/// <summary>Premises whose title papers were filed before anybody asked (synthetic, tables/filed-premises.csv): the applicant brings the proof of use alone.</summary>
internal sealed class FiledPremises
{
    private static readonly Lazy<IReadOnlyList<string>> Table = new(() => [.. PackTable.Read("filed-premises.csv", "区划代码", "地址").Select(Read)]);

    /// <summary>Keys as <see cref="Address.Key"/> has them.</summary>
    public static IReadOnlyList<string> All => Table.Value;

    /// <summary>A room belongs to the house that was filed: 示例大道1号302室 to 示例大道1号.</summary>
    public bool Contains(Address address) => All.Any(f => address.Key.StartsWith(f, StringComparison.Ordinal));

    private static string Read(PackLine line) => Division.Find(line.Cells[0]) is { Level: DivisionLevel.County }
        ? line.Cells[0] + line.Cells[1]
        : throw line.Wrong($"“{line.Cells[0]}” is no county of Guangxi", "write its six digits of GB/T 2260");
}
