using Zhuangjin.Scenarios.BusinessRegistration.Industry;

namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>Very many names in few bytes: a 字号 is kept once, a name is four numbers (12 bytes).</summary>
internal sealed class NameTable
{
    private readonly char[] _letters;
    private readonly int[] _brandStart;
    private readonly Row[] _rows;

    /// <summary>Rows by 字号: those of brand b stand in <see cref="_rowsOf"/> from _rowStart[b] to _rowStart[b + 1].</summary>
    private readonly int[] _rowStart;
    private readonly int[] _rowsOf;

    private readonly IReadOnlyList<(string Written, string Division)> _regions;

    /// <param name="regions">Regions as written, with their divisions, that rows mean by number.</param>
    public NameTable(IReadOnlyList<(string Written, string Division)> regions, IReadOnlyList<string> brands, Row[] rows)
    {
        _regions = regions;
        _rows = rows;
        _brandStart = new int[brands.Count + 1];
        for (var i = 0; i < brands.Count; i++)
        {
            _brandStart[i + 1] = _brandStart[i] + brands[i].Length;
        }
        _letters = new char[_brandStart[^1]];
        for (var i = 0; i < brands.Count; i++)
        {
            brands[i].CopyTo(_letters.AsSpan(_brandStart[i]));
        }
        _rowStart = new int[brands.Count + 1];
        foreach (var row in rows)
        {
            _rowStart[row.Brand + 1]++;
        }
        for (var i = 0; i < brands.Count; i++)
        {
            _rowStart[i + 1] += _rowStart[i];
        }
        _rowsOf = new int[rows.Length];
        var next = _rowStart[..^1];
        for (var i = 0; i < rows.Length; i++)
        {
            _rowsOf[next[rows[i].Brand]++] = i;
        }
    }

    public int Count => _rows.Length;

    public int Brands => _brandStart.Length - 1;

    public ReadOnlySpan<char> Brand(int brand) => _letters.AsSpan(_brandStart[brand], _brandStart[brand + 1] - _brandStart[brand]);

    public ReadOnlySpan<int> RowsOf(int brand) => _rowsOf.AsSpan(_rowStart[brand], _rowStart[brand + 1] - _rowStart[brand]);

    public Row At(int row) => _rows[row];

    public EnterpriseName Name(int row)
    {
        var r = _rows[row];
        var (written, division) = _regions[r.Region];
        var (word, industry) = Industries.Wordings[r.Wording];
        return new(written, division, Brand(r.Brand).ToString(), word, industry, EnterpriseName.Forms[r.Form]);
    }

    public string Division(int row) => _regions[_rows[row].Region].Division;

    /// <summary>A name by numbers.</summary>
    public readonly record struct Row(int Brand, ushort Region, ushort Wording, byte Form);
}
