using CsCheck;
using Xunit;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Scenarios.BusinessRegistration.Industry;
using Zhuangjin.Scenarios.BusinessRegistration.Names;

namespace Zhuangjin.Scenarios.Tests;

/// <summary>What holds of every name, whatever it is.</summary>
public class EnterpriseNameProperties
{
    private static readonly Gen<string> Brand = Of([.. Sounds.Characters]).Array[1, 6].Select(c => new string(c));

    private static readonly Gen<(string Region, string Brand, string Industry, string Form)> Parts = Gen.Select(
        Of([.. Division.Find("450000")!.Children.Select(d => d.Name)]),
        Brand.Where(b => b.Length >= 2),
        Of([.. Industries.Wordings.Select(w => w.Word)]),
        Of([.. EnterpriseName.Forms]));

    private static Gen<T> Of<T>(T[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);

    [Fact]
    public void What_is_put_together_is_taken_apart_again() => Parts.Sample(
        p =>
        {
            var text = p.Region + p.Brand + p.Industry + p.Form;
            var (name, wrong) = EnterpriseName.Parse(text);

            // Letters of a 字号 may be read as part of a longer wording that the table has, or of the place; the whole is never changed.
            if (name is null)
            {
                Assert.NotEmpty(wrong);
                return;
            }
            Assert.Equal(text, name.ToString());
            Assert.Equal((p.Region, p.Form), (name.Region, name.Form));
            Assert.EndsWith(p.Industry, name.Industry, StringComparison.Ordinal);
            Assert.Equal(p.Brand + p.Industry, name.Brand + name.Industry);
            Assert.Equal(name, EnterpriseName.Parse("  " + name + " ").Name);
        },
        iter: 2_000);

    [Fact]
    public void A_usual_name_keeps_each_of_its_parts() => Parts.Sample(
        p =>
        {
            var known = Industries.Ending(p.Brand + p.Industry)!.Value.Word;
            return known != p.Industry || Division.Codes.Any(c => p.Brand.StartsWith(Division.Find(c)!.Name[..^1], StringComparison.Ordinal))
                || EnterpriseName.Parse(p.Region + p.Brand + p.Industry + p.Form).Name is { } name && name.Brand == p.Brand && name.Industry == p.Industry;
        },
        iter: 500);

    [Fact]
    public void No_cut_of_a_name_breaks_the_parser() => Gen.Select(Parts, Gen.Int[0, 40], Gen.Int[0, 40]).Sample(
        (p, from, length) =>
        {
            var text = p.Region + p.Brand + p.Industry + p.Form;
            var start = Math.Min(from, text.Length);
            var (name, wrong) = EnterpriseName.Parse(text.Substring(start, Math.Min(length, text.Length - start)));

            Assert.Equal(name is null, wrong.Count > 0);
        },
        iter: 2_000);

    [Fact]
    public void No_text_at_all_breaks_the_parser() => Gen.String.Sample(
        text =>
        {
            var (name, wrong) = EnterpriseName.Parse(text);

            Assert.Equal(name is null, wrong.Count > 0);
            Assert.NotNull(BarredWords.Find(text));
        },
        iter: 2_000);

    [Fact]
    public void Likeness_is_the_same_both_ways_bounded_and_whole_for_the_same() => Gen.Select(Brand, Brand).Sample(
        (a, b) =>
        {
            var percent = Likeness.Percent(a, b);

            Assert.InRange(percent, 0, 100);
            Assert.Equal(percent, Likeness.Percent(b, a));
            Assert.Equal(100, Likeness.Percent(a, a));
            Assert.True(a == b || percent < 100);
        },
        iter: 5_000);

    [Fact]
    public void The_index_of_any_register_finds_what_a_plain_scan_finds() => Gen.Select(Gen.ULong, Gen.Int[1, 400], Brand.Where(b => b.Length >= 2), Gen.Int[1, 9]).Sample(
        (seed, count, brand, most) =>
        {
            var index = new NameIndex(SyntheticNames.Make(count, seed));
            var asked = index.Table.Name(0) with { Brand = brand };

            Assert.Equal(EnterpriseNames.Scan(index.Table, asked, most), index.Nearest(asked, most).Select(n => (n.Row, n.Score)));
        },
        iter: 100);
}
