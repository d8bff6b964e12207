using System.Text;
using CsCheck;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Decisions;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Expressions;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Cases.Tests;

/// <summary>A clerk keeps rules as a table: it is read as typed, checked exactly, and decides the same for everybody.</summary>
public class DecisionTableTests
{
    private static readonly Field[] Form =
    [
        new() { Key = "use", Type = FieldType.Choice, Label = new("用途"), Required = true, Choices = [new("shop", new("商店")), new("home", new("住宅")), new("plant", new("厂房"))] },
        new() { Key = "area", Type = FieldType.Decimal, Label = new("面积"), Required = true, Minimum = 0 },
        new() { Key = "floors", Type = FieldType.Integer, Label = new("层数"), Required = true, Minimum = 1, Maximum = 200 },
        new() { Key = "on", Type = FieldType.Date, Label = new("日期") },
        new() { Key = "leased", Type = FieldType.Flag, Label = new("租赁"), Required = true },
    ];

    private static DecisionTable Declared(HitPolicy hit = HitPolicy.Unique, FieldType type = FieldType.Decimal, Collect collect = Collect.Sum) => new()
    {
        Key = "fee", Title = new("收费"), File = "decisions/fee.csv", Hit = hit, Gives = [new(new Field { Key = "amount", Type = type, Label = new("金额") }, collect)],
    };

    private static (DecisionTable Table, List<TableFault> Faults) Read(string csv, HitPolicy hit = HitPolicy.Unique, FieldType type = FieldType.Decimal, Collect collect = Collect.Sum)
    {
        var faults = new List<TableFault>();
        var table = TableReader.Read(Declared(hit, type, collect), csv, Form, faults);
        return (table, faults.Count > 0 ? faults : DecisionTables.Faults(table, Form));
    }

    private static string? Decide(DecisionTable table, params (string, string)[] form) =>
        Names.Write(CompiledTable.Compile(table, Form, [])!.Result("amount")!.Value.Read(new Facts(form.ToDictionary(f => f.Item1, f => f.Item2), null)));

    [Fact]
    public void Headings_and_choices_may_be_the_words_that_clerks_know()
    {
        var (table, faults) = Read("用途,面积,金额,备注\n商店、厂房,≥ 100,80 + 0.5 * (area - 100),按面积\n商店|plant,＜100,80,\n住宅,-,0,不收\n");

        Assert.Empty(faults);
        Assert.Equal("100", Decide(table, ("use", "shop"), ("area", "140")));
        Assert.Equal("80", Decide(table, ("use", "plant"), ("area", "99.99")));
        Assert.Equal("0", Decide(table, ("use", "home"), ("area", "1")));
        Assert.Null(Decide(table, ("use", "shop")));
        Assert.Null(Decide(table));
    }

    [Fact]
    public void Excel_may_save_it_as_GBK_or_as_UTF_8_with_or_without_mark()
    {
        const string csv = "用途,金额\r\n\"商店\",1\r\n\"住宅、厂房\",2\r\n";
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(csv), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv)], Encoding.GetEncoding("GBK").GetBytes(csv) })
        {
            var (table, faults) = Read(CsvText.Decode(bytes));
            Assert.Empty(faults);
            Assert.Equal("2", Decide(table, ("use", "plant")));
        }
    }

    [Theory]
    [InlineData("用途,面积,金额\n商店,-,1\n住宅,> 5,2\n厂房,-,3\n", "gap", 1, "用途 住宅，面积 ≥ 0 且 ≤ 5")]
    [InlineData("面积,金额\n<= 100,1\n>= 100,2\n", "overlap", 3, "面积 100")]
    [InlineData("层数,金额\n1..5,1\n>= 7,2\n", "gap", 1, "层数 6")]
    [InlineData("层数,金额\n< 1,1\n>= 1,2\n", "unreachable", 2, "")]
    [InlineData("用途,金额\n商铺,1\n", "choice", 2, "商铺")]
    [InlineData("面积,金额\n1O0,1\n", "number", 2, "1O0")]
    [InlineData("面积,金额\n[5,3],1\n", "cells", 2, "3")]
    [InlineData("面积,金额\n\"[5,3]\",1\n", "never", 2, "[5,3]")]
    [InlineData("面积,金额\n-,80 + aera\n", "formula", 2, "80 + aera")]
    [InlineData("面集,金额\n-,1\n", "heading", 1, "面集")]
    [InlineData("面积,用途\n-,-\n", "missing", 1, "amount")]
    [InlineData("租赁,金额\n也许,1\n", "flag", 2, "也许")]
    [InlineData("日期,金额\n2022年,1\n", "date", 2, "2022年")]
    [InlineData("面积,面积,金额\n-,-,1\n", "twice", 1, "面积")]
    [InlineData("面积,金额\n", "no-rows", 1, "")]
    public void What_is_wrong_is_told_with_line_and_example(string csv, string code, int line, string says)
    {
        var (_, faults) = Read(csv);

        var fault = faults.FirstOrDefault(f => f.Code == code);
        Assert.True(fault is not null, string.Join("\n", faults));
        Assert.Equal(line, fault.Line);
        Assert.True(says.Length == 0 || fault.Args.Any(a => a.Contains(says, StringComparison.Ordinal)), string.Join(" / ", fault.Args));
        Assert.NotEmpty(fault.Remedy);
    }

    [Fact]
    public void A_row_that_rows_above_take_everything_from_is_named()
    {
        var (_, faults) = Read("用途,面积,金额\n商店,-,1\n-,> 50,2\n商店,> 80,3\n-,-,4\n", HitPolicy.First);

        var fault = Assert.Single(faults);
        Assert.Equal(("unreachable", 4, "2, 3"), (fault.Code, fault.Line, fault.Args[0]));
    }

    [Fact]
    public void Collecting_adds_up_counts_and_joins()
    {
        const string csv = "用途,面积,金额\n商店,-,10\n-,> 50,5\n厂房,-,7\n";

        Assert.Equal("15", Decide(Read(csv, HitPolicy.Collect).Table, ("use", "shop"), ("area", "60")));
        Assert.Equal("0", Decide(Read(csv, HitPolicy.Collect).Table, ("use", "home"), ("area", "1")));
        Assert.Equal("2", Decide(Read(csv, HitPolicy.Collect, collect: Collect.Count).Table, ("use", "plant"), ("area", "51")));
        Assert.Equal("10；5", Decide(Read(csv, HitPolicy.Collect, FieldType.Text, Collect.List).Table, ("use", "shop"), ("area", "60")));
    }

    /// <summary>The check is exact: whatever table comes out of it in order, every application finds one row and never two.</summary>
    [Fact]
    public void A_table_in_order_has_one_row_for_everything_and_one_not_in_order_shows_why()
    {
        var cell = Gen.OneOf(Gen.Const("-"), Gen.Select(Gen.Int[0, 6], One("<", "<=", ">", ">=", "")).Select((n, s) => s + n));
        var use = One("-", "商店", "住宅", "厂房", "非 商店", "商店、住宅");
        var tables = Gen.Select(use, cell, cell).Array[1, 4];
        var (gapless, single) = (0, 0);
        tables.Sample(rows =>
        {
            var csv = "用途,面积,层数,金额\n" + string.Concat(rows.Select((r, i) => $"{r.Item1},{r.Item2},{r.Item3},{i}\n"));
            var (table, faults) = Read(csv);
            if (faults.Any(f => f.Code is "never"))
            {
                return;
            }
            var compiled = CompiledTable.Compile(table, Form, [])!;
            var (gap, twice) = (false, false);
            foreach (var form in Everything())
            {
                var hits = compiled.Rows.Count(r => r.Holds([form["use"], Names.Read(Kind.Number, form["area"]), Names.Read(Kind.Number, form["floors"])]));
                gap |= hits == 0;
                twice |= hits > 1;
            }
            Assert.Equal(gap, faults.Any(f => f.Code == "gap"));
            Assert.Equal(twice, faults.Any(f => f.Code == "overlap"));
            gapless += gap ? 0 : 1;
            single += twice ? 0 : 1;
        }, iter: 200, threads: 1);
        Assert.True(gapless > 3 && single > 3, $"only {gapless} tables had no gap, {single} no overlap");
    }

    private static Gen<string> One(params string[] of) => Gen.Int[0, of.Length - 1].Select(i => of[i]);

    private static IEnumerable<Dictionary<string, string>> Everything() =>
        from use in new[] { "shop", "home", "plant" }
        from area in Enumerable.Range(0, 15).Select(i => (i / 2m).ToString(System.Globalization.CultureInfo.InvariantCulture))
        from floors in Enumerable.Range(1, 8)
        select new Dictionary<string, string> { ["use"] = use, ["area"] = area, ["floors"] = floors.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    [Fact]
    public void The_pack_checker_names_file_line_column_and_remedy()
    {
        var files = new PackWith("decisions/fire-way.csv", "规划用途,总建筑面积,消防办理方式\n住宅,-,验收\n住宅,>1,验受\n");

        var errors = PackLoader.Load(files).Errors;

        Assert.Contains(errors, e => e is { File: "decisions/fire-way.csv", Line: 3, Column: 7 } && e.Message.Contains("验受", StringComparison.Ordinal) && e.Remedy.Contains("acceptance", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_sends_an_item_to_the_office_that_it_names()
    {
        var pack = new PackWith("matters/acceptance-certificate.yaml", new FolderPackFiles(AcceptancePack.Folder).Read("matters/acceptance-certificate.yaml")!.Replace("office: fire-review", "office: decision.fire_way.wey", StringComparison.Ordinal));

        Assert.Contains(PackLoader.Load(pack).Errors, e => e.Message.Contains("There is no 'decision.fire_way.wey' here", StringComparison.Ordinal) && e.Remedy.Contains("decision.fire_way.way", StringComparison.Ordinal));
    }
}
