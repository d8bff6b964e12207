using System.IO.Compression;
using System.Text;
using CsCheck;
using Xunit;
using Zhuangjin.DataSharing.Intake.Reading;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Tests.Intake;

/// <summary>Files that are made to hurt end in a clear message, and in bounded memory.</summary>
public sealed class HostileFileTests
{
    private static readonly string[] Pieces = ["", "a", "示例𠮷", "x,y", "say \"hi\"", "two\nlines", "\r\n", " ", new string('z', 70_000), "\""];

    [Fact]
    public async Task A_million_columns_a_bomb_and_a_wrong_name_are_told()
    {
        await using var pool = await Pool.OpenAsync();
        var steward = await pool.DescribeAsync();
        Assert.Equal(["sharing.intake.fault.columns"], await pool.RefusedAsync(steward, Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 1_000_000)) + "\n1\n")));
        Assert.Equal(["sharing.intake.fault.columns"], await pool.RefusedAsync(steward, Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Range(0, 10_000).Select(n => $"\"c{n}\":1")) + "}\n"), "a.jsonl"));
        Assert.Equal(["sharing.intake.fault.bomb"], await pool.RefusedAsync(steward, Bomb(), "a.xlsx"));
        Assert.Equal(["sharing.intake.fault.parquet"], await pool.RefusedAsync(steward, "id_no\nX1\n"u8.ToArray(), "../../etc/a.parquet"));
        Assert.Equal(["sharing.intake.fault.parquet"], await pool.RefusedAsync(steward, "https://example.com/data.parquet"u8.ToArray(), "https://example.com/data.parquet"));
    }

    [Fact]
    public void An_open_quote_in_a_file_without_end_is_found_with_its_line_in_bounded_memory()
    {
        using var endless = new Endless("id_no,name\nX1,a\nX2,\"b\nb\"\nX3,\"open\n", "X4,示例,and so on\n");
        var rows = new CsvRows(new StreamReader(endless), ',');
        var refused = Assert.Throws<InvalidInputException>(() =>
        {
            while (rows.Next() is not null)
            {
                // Reads until the quote that never closes.
            }
        });
        Assert.Equal(("sharing.intake.fault.open-quote", "5"), (refused.Faults[0].Code, refused.Faults[0].Args[0]));
        Assert.InRange(endless.Given, 1, 16 << 20);
    }

    [Fact]
    public void A_row_without_end_is_refused()
    {
        using var wide = new Endless("id_no,name\n", "x,");
        Assert.Throws<InvalidInputException>(() => All(wide));
        using var longCell = new Endless("id_no,name\n", "x");
        Assert.Throws<InvalidInputException>(() => All(longCell));
    }

    [Fact]
    public void Rows_are_the_same_wherever_the_buffer_ends()
    {
        Gen.Select(Gen.Int[0, Pieces.Length - 1].Select(n => Pieces[n]).Array[1, 5].List[1, 40], Gen.Int[1, 7]).Sample((rows, step) =>
        {
            var text = string.Concat(rows.Select(r => string.Join(',', r.Select(c => c.AsSpan().ContainsAny(",\"\r\n") || c.Length == 0 ? $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : c)) + (step % 2 == 0 ? "\r\n" : "\n")));
            using var reader = new StreamReader(new MemoryStream(Encoding.UTF8.GetBytes(text)));
            var read = new CsvRows(reader, ',');
            foreach (var row in rows)
            {
                Assert.Equal(row, read.Next());
            }
            Assert.Null(read.Next());
        }, iter: 60);
    }

    private static void All(Stream file)
    {
        var rows = new CsvRows(new StreamReader(file), ',');
        while (rows.Next() is not null)
        {
            // Reads until it is refused.
        }
    }

    private static byte[] Bomb()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.SmallestSize).Open();
            var zeros = new byte[1 << 20];
            for (var n = 0; n < 100; n++)
            {
                sheet.Write(zeros);
            }
        }
        return file.ToArray();
    }

    /// <summary>Says one text, and then another for ever.</summary>
    private sealed class Endless(string first, string then) : Stream
    {
        private readonly byte[] _then = Encoding.UTF8.GetBytes(then);
        private byte[] _now = Encoding.UTF8.GetBytes(first);
        private int _at;

        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var n = 0; n < count; n++)
            {
                if (_at == _now.Length)
                {
                    (_now, _at) = (_then, 0);
                }
                buffer[offset + n] = _now[_at++];
            }
            Given += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
