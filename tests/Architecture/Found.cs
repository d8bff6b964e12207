using Xunit;

namespace Zhuangjin.Architecture;

internal static class Found
{
    /// <summary>Fails with every finding, a line each.</summary>
    public static void Nothing(IEnumerable<string?> findings)
    {
        var all = findings.Distinct(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
