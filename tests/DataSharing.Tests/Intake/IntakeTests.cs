using System.Text;
using MiniExcelLibs;
using Xunit;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Intake;
using Zhuangjin.DataSharing.Intake.Pages;
using Zhuangjin.DataSharing.Intake.Runs;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;
using static Zhuangjin.DataSharing.Tests.Intake.Bringing;

namespace Zhuangjin.DataSharing.Tests.Intake;

public sealed class IntakeTests(SharedCluster cluster)
{
    [Theory]
    [InlineData("utf-8", "UTF-8", ',')]
    [InlineData("utf-16", "UTF-16", '\t')]
    [InlineData("GB18030", "GB18030", ';')]
    public async Task A_file_becomes_a_version_once_and_bad_rows_stay_outside(string encoding, string found, char delimiter)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        await using var pool = await Pool.OpenAsync();
        var steward = await pool.DescribeAsync();
        var text = new StringBuilder(Headings).Append("X1,\"示例；甲\"\"乙\",1990/1/2,450202\r\n");
        for (var n = 2; n <= 40; n++)
        {
            text.Append(n == 7 ? "X7,示例庚,1990-02-30,450202\r\n" : $"X{n},示例𠮷,,\r\n");
        }
        var coder = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. coder.GetPreamble(), .. coder.GetBytes(text.Replace(',', delimiter).ToString())];
        var run = await pool.BringAsync(steward, bytes);
        Assert.Equal((IntakeState.Done, 40, 39, 1, 1), (run.State, run.Rows, run.Kept, run.Quarantined, run.Version));
        Assert.Equal((found, delimiter), (run.Shape.Encoding, run.Shape.Delimiter));
        var bad = Assert.Single(await pool.BadAsync(run));
        Assert.Equal((8, "born_on", "sharing.intake.reason.date"), (bad.Line, bad.Reasons[0].Item, bad.Reasons[0].Reason));
        Assert.Equal(["X7", "示例庚", "1990-02-30", "450202"], bad.Cells);
        Assert.Equal(["示例；甲\"乙 1990-01-02", "示例𠮷 "], await pool.AskAsync("SELECT DISTINCT name || ' ' || coalesce(CAST(born_on AS VARCHAR), '') AS v FROM {data} ORDER BY v"));
        var again = await pool.BringAsync(steward, bytes);
        Assert.NotEqual(run.Id, again.Id);
        Assert.Equal(1, again.Version);
        Assert.Empty(Directory.EnumerateFiles(pool.Get<ShardStore>().Drafts, "*.csv"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bad_rows_are_downloaded_mended_and_join_the_version(bool onPostgres)
    {
        await using var pool = await Pool.OpenAsync(onPostgres ? await cluster.Cluster.CreateDatabaseAsync() : "sqlite:zhuangjin.db");
        var steward = await pool.DescribeAsync();
        var rows = string.Concat(Enumerable.Range(1, 60).Select(n => n switch { 7 => "X7,\"示例,庚\",1990-02-30,450202\n", 9 => "X9,,1990-01-01,450202\n", _ => $"X{n},示例甲,1990-01-01,450202\n" }));
        var first = await pool.BringAsync(steward, Headings + rows);
        Assert.Equal((58, 2, 1), (first.Kept, first.Quarantined, first.Version));
        using var file = new MemoryStream();
        var texts = pool.Get<PhraseBook>().In("zh");
        await BadRowsFile.WriteAsync(file, first, pool.Person(), pool.Get<IntakeRunStore>(), texts, TestContext.Current.CancellationToken);
        var downloaded = Encoding.UTF8.GetString(file.ToArray());
        Assert.Contains("出生日期", downloaded, StringComparison.Ordinal);
        var mended = downloaded.Replace("1990-02-30", "1990-02-28", StringComparison.Ordinal).Replace(",X9,,", ",X9,示例壬,", StringComparison.Ordinal) + "62,,X1,示例新,1991-01-01,450203\r\n";
        var second = await pool.BringAsync(steward, mended, mode: IntakeMode.Increment);
        Assert.Equal((IntakeState.Done, 3, 0, 2), (second.State, second.Kept, second.Quarantined, second.Version));
        Assert.Equal(["60 60"], await pool.AskAsync("SELECT count(*) || ' ' || count(DISTINCT id_no) FROM {data}"));
        Assert.Equal(["X1 示例新 1991-01-01", "X7 示例,庚 1990-02-28", "X9 示例壬 1990-01-01"], await pool.AskAsync("SELECT concat_ws(' ', id_no, name, CAST(born_on AS VARCHAR)) AS v FROM {data} WHERE id_no IN ('X1', 'X7', 'X9') ORDER BY v"));
        // What stood stays: the first version is untouched.
        Assert.Equal(58, (await pool.Get<CatalogueStore>().DataAsync("pop.person", 1, TestContext.Current.CancellationToken))!.Rows);
    }

    [Fact]
    public async Task A_workbook_comes_in_with_its_dates()
    {
        await using var pool = await Pool.OpenAsync();
        var steward = await pool.DescribeAsync();
        using var book = new MemoryStream();
        await book.SaveAsAsync(new[] { new { id_no = "X1", name = "示例甲", born_on = new DateTime(1990, 1, 2), division = 450202 } }, cancellationToken: TestContext.Current.CancellationToken);
        var run = await pool.BringAsync(steward, book.ToArray(), "persons.xlsx");
        Assert.Equal((IntakeState.Done, 1, 0), (run.State, run.Kept, run.Quarantined));
        Assert.Equal(["1990-01-02"], await pool.AskAsync("SELECT CAST(born_on AS VARCHAR) FROM {data}"));
    }

    [Fact]
    public async Task Json_lines_come_in_and_nested_or_broken_ones_stay_outside()
    {
        await using var pool = await Pool.OpenAsync();
        var steward = await pool.DescribeAsync();
        var lines = string.Concat(Enumerable.Range(1, 58).Select(n => $"{{\"ID_NO\":\"X{n}\",\"name\":\"示例\\n甲\",\"born_on\":null,\"division\":450202}}\n"));
        var run = await pool.BringAsync(steward, lines + "{\"ID_NO\":\"X59\",\"name\":[\"a\"],\"division\":\"1\"}\nnot json\n", "persons.jsonl");
        Assert.Equal((IntakeState.Done, 60, 58, 2), (run.State, run.Rows, run.Kept, run.Quarantined));
        Assert.Equal(["ID_NO"], run.Guessed.Select(g => g[0]));
        Assert.Equal(["59 sharing.intake.reason.nested", "60 sharing.intake.reason.json"], (await pool.BadAsync(run)).Select(b => $"{b.Line} {b.Reasons[0].Reason}"));
        Assert.Equal(["示例\n甲 450202"], await pool.AskAsync("SELECT DISTINCT name || ' ' || division FROM {data}"));
    }

    [Fact]
    public async Task A_parquet_file_comes_in_when_its_types_are_the_items()
    {
        await using var pool = await Pool.OpenAsync();
        var steward = await pool.DescribeAsync();
        byte[] Parquet(string question)
        {
            var store = pool.Get<ShardStore>();
            var draft = Path.Combine(store.Drafts, "made.parquet");
            using var duck = DuckSession.Open(store.Folder, threads: 1, memory: 256L << 20);
            duck.Run($"COPY ({question}) TO {Sql.Literal(draft)} (FORMAT parquet)");
            var bytes = File.ReadAllBytes(draft);
            File.Delete(draft);
            return bytes;
        }
        var run = await pool.BringAsync(steward, Parquet("SELECT 'X' || i AS id_no, '示例甲' AS name, DATE '1990-01-02' AS born_on, NULL::VARCHAR AS division FROM range(50) t(i)"), "p.parquet");
        Assert.Equal((IntakeState.Done, 50, 1), (run.State, run.Kept, run.Version));
        Assert.Equal(["sharing.intake.fault.type"], await pool.RefusedAsync(steward, Parquet("SELECT 'X' AS id_no, 'a' AS name, 5 AS born_on, 'b' AS division"), "p.parquet"));
        Assert.Equal(["sharing.intake.fault.type", "sharing.intake.fault.type"], await pool.RefusedAsync(steward, Parquet("SELECT ['X'] AS id_no, {'a': 1} AS name, DATE '1990-01-01' AS born_on, 'b' AS division"), "p.parquet"));
        Assert.Equal(["sharing.intake.fault.parquet"], await pool.RefusedAsync(steward, [.. "PAR1"u8, 1, 2, 3, .. "PAR1"u8], "p.parquet"));
    }

    [Fact]
    public async Task Wrong_columns_encodings_files_and_hands_are_refused_and_nothing_is_published()
    {
        await using var pool = await Pool.OpenAsync();
        var steward = await pool.DescribeAsync();
        Assert.Equal(["sharing.intake.fault.renamed"], await pool.RefusedAsync(steward, "id_no,name,birthday,division\nX1,a,,\n"u8.ToArray()));
        Assert.Equal(["sharing.intake.fault.missing", "sharing.intake.fault.extra", "sharing.intake.fault.extra"], await pool.RefusedAsync(steward, "id_no,name,division,birthday,more\nX1,a,,\n"u8.ToArray()));
        Assert.Equal(["sharing.intake.fault.twice"], await pool.RefusedAsync(steward, "id_no,name,Name,born_on,division\nX1,a,,\n"u8.ToArray()));
        Assert.Equal(["sharing.intake.fault.encoding"], await pool.RefusedAsync(steward, [.. Encoding.UTF8.GetBytes(Headings), 0xFF, 0xFF]));
        Assert.Equal(["sharing.intake.fault.open-quote"], await pool.RefusedAsync(steward, Encoding.UTF8.GetBytes(Headings + "\"X1,a,,\n")));
        Assert.Equal(["sharing.intake.fault.empty"], await pool.RefusedAsync(steward, []));
        Assert.Equal(["sharing.intake.fault.workbook"], await pool.RefusedAsync(steward, [1, 2, 3], "a.xlsx"));
        Assert.Equal(["sharing.intake.fault.format"], await pool.RefusedAsync(steward, [1, 2, 3], "a.exe"));
        var refused = await pool.BringAsync(steward, Headings + "X1,示例甲,,\n,示例乙,,\n", "a.csv");
        Assert.Equal((IntakeState.Refused, null, 2, 1), (refused.State, refused.Version, refused.Rows, refused.Quarantined));
        await Assert.ThrowsAsync<DeniedException>(() => pool.BringAsync(pool.Of("housing-fund", Roles.Steward), []));
        Assert.Null(await pool.Get<CatalogueStore>().DataAsync("pop.person", cancel: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Headings_that_differ_in_case_width_and_spaces_are_taken_as_meant_and_said()
    {
        await using var pool = await Pool.OpenAsync();
        var steward = await pool.DescribeAsync();
        var run = await pool.BringAsync(steward, "公民 身份号码,ＮＡＭＥ,Born_On,行政区划\nX1,示例甲,,\n");
        Assert.Equal(IntakeState.Done, run.State);
        Assert.Equal(["公民 身份号码→公民身份号码", "ＮＡＭＥ→姓名", "Born_On→出生日期"], run.Guessed.Select(g => $"{g[0]}→{g[1]}"));
    }
}
