using System.Collections.Immutable;

namespace Zhuangjin.DataSharing.Sharing.Exchange;

/// <summary>Tells whose file a leaked one is a part of: pure, over its cells in any order.</summary>
internal static class LeakTrace
{
    /// <summary>Cells of one kind that are looked at, so that a question over many grants stays short.</summary>
    private const int MostCells = 5_000;

    /// <summary>Codes of a key that chance does not bring about: one has a probability of 2^-40.</summary>
    private const int EnoughCodes = 2;

    /// <summary>Standard deviations from chance. At seven, one innocent grant in 10^11 would be named.</summary>
    private const double EnoughDeviation = 7;

    /// <summary>The grants whose marks the cells bear, strongest first; empty when there are none.</summary>
    /// <param name="grants">Every grant that may have been the source, with the key of its marks.</param>
    public static ImmutableArray<NamedGrant> Name(IEnumerable<string> cells, IReadOnlyCollection<(string GrantId, byte[] Key)> grants)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        var spelt = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cell in cells)
        {
            var text = cell.Trim();
            if (Watermark.IsCode(text))
            {
                if (codes.Count < MostCells)
                {
                    codes.Add(text);
                }
            }
            else if (spelt.Count < MostCells && Watermark.Places(text) > 0)
            {
                spelt.Add(text);
            }
        }
        // A value that appears in two spellings has been mixed from two files; both speak. Equal cells speak once: they carry the same bits.
        var places = spelt.Sum(Watermark.Places);
        return
        [
            .. grants.AsParallel().Select(g => new NamedGrant(g.GrantId, codes.Count(c => Watermark.IsOf(g.Key, c)), codes.Count, spelt.Sum(c => Watermark.Agreeing(g.Key, c)), places))
                .Where(n => n.Codes >= EnoughCodes || n.Deviation >= EnoughDeviation).OrderByDescending(n => n.Codes).ThenByDescending(n => n.Deviation).ThenBy(n => n.GrantId, StringComparer.Ordinal),
        ];
    }
}

/// <summary>A grant whose marks were found.</summary>
/// <param name="Codes">Different codes of this grant, of <paramref name="AllCodes"/> that the file holds.</param>
/// <param name="Agreeing">Signs written as for this grant, of <paramref name="Places"/>; by chance it would be half.</param>
internal sealed record NamedGrant(string GrantId, int Codes, int AllCodes, int Agreeing, int Places)
{
    /// <summary>How far the spelling is from chance, in standard deviations.</summary>
    public double Deviation => Places == 0 ? 0 : ((2.0 * Agreeing) - Places) / Math.Sqrt(Places);
}
