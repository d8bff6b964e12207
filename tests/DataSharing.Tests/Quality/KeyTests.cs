using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CsCheck;
using Xunit;
using Zhuangjin.DataSharing.Quality.Checking;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Testing;

namespace Zhuangjin.DataSharing.Tests.Quality;

/// <summary>Keys as numbers, and which of very many occur more than once.</summary>
public sealed class KeyTests
{
    private static readonly Gen<string> Digits = Gen.Char['0', '9'].Array[0, 20].Select(c => new string(c));

    private static readonly Gen<string> Keys = Gen.OneOf(
        Digits,
        Gen.Select(Gen.Char['0', '9'].Array[17], Gen.Char["0123456789Xx:/ "]).Select((head, last) => new string(head) + last),
        Gen.Select(Gen.Char['0', '9'].Array[18], Gen.Int[0, 17], Gen.Char["0123456789X:/ AÀ"]).Select((id, at, other) => new string(id)[..at] + other + new string(id)[(at + 1)..]),
        Gen.String);

    [Fact]
    public void An_exact_code_says_its_key()
    {
        var exact = 0;
        Keys.Sample(key =>
        {
            var bytes = Encoding.UTF8.GetBytes(key);
            var code = KeyCode.Strong.Of(bytes);
            Assert.NotEqual(0UL, code);
            if (KeyCode.IsExact(code))
            {
                Assert.Equal(bytes, KeyCode.KeyOf(code));
                Interlocked.Increment(ref exact);
            }
        }, iter: 20_000);
        Assert.True(exact > 5_000);
        Assert.All(
            new[] { "45020219880808001X", "000000000000000000", "99999999999999999X", "450202880808001", "1", "" },
            key => Assert.True(KeyCode.IsExact(KeyCode.Strong.Of(Encoding.UTF8.GetBytes(key)))));
        Assert.Throws<ArgumentOutOfRangeException>(() => KeyCode.KeyOf(KeyCode.Strong.Of("91450200MA5PABCD0X"u8)));
    }

    [Fact]
    public void Facts_of_identity_numbers_are_what_the_meaning_says()
    {
        // Mostly digits with dates of all kinds and right or wrong last characters; some with a stranger at one place.
        var dates = Gen.Select(Gen.Int[1650, 2350], Gen.Int[0, 13], Gen.Int[0, 32]).Select((y, m, d) => string.Create(CultureInfo.InvariantCulture, $"{y:D4}{m:D2}{d:D2}"));
        var ids = Gen.Select(Gen.Char['0', '9'].Array[6], dates, Gen.Char['0', '9'].Array[3], Gen.Char["0123456789Xx"]).Select((division, date, number, last) => new string(division) + date + new string(number) + last);
        var texts = new List<string>();
        Gen.OneOf(ids, ids, ids, Keys.Select(k => k.Replace("\0", "", StringComparison.Ordinal))).Array[4000].Sample(texts.AddRange, iter: 1);
        using var session = DuckSession.Open(null, threads: 1, memory: 256L << 20);
        using var reader = ChunkReader.Ask(session, $"SELECT CASE WHEN n % 50 = 0 THEN NULL ELSE v END FROM (SELECT unnest([{string.Join(", ", texts.Select(t => Sql.Literal(t)))}]) AS v, unnest(range({texts.Count})) AS n)");
        var (facts, checkedIds) = (new IdFacts(0), 0);
        while (reader.Next())
        {
            facts.Read(reader);
            var column = reader[0];
            for (var row = 0; row < reader.Rows; row++)
            {
                if (column.IsNull(row))
                {
                    Assert.Equal(0, facts.Flags[row]);
                    continue;
                }
                var id = column.Text(row);
                var flags = facts.Flags[row];
                Assert.True((flags & IdFacts.Given) != 0);
                Assert.Equal(Meaning.HasEighteen(id), (flags & IdFacts.Eighteen) != 0);
                Assert.Equal(Meaning.IsWellFormedId(id), (flags & IdFacts.WellFormed) != 0);
                if (Meaning.HasEighteen(id))
                {
                    Assert.Equal(Meaning.HasRightIdCheck(id), (flags & IdFacts.RightCheck) != 0);
                    Assert.Equal(Meaning.BirthDay(id) ?? IdFacts.NoDay, facts.Births[row]);
                    Assert.Equal(Meaning.Sex(id, "1"u8), (flags & IdFacts.SexKnown) == 0 ? Verdict.DoesNotApply : (flags & IdFacts.Male) != 0 ? Verdict.Passes : Verdict.Breaks);
                    Assert.True(facts.Codes[row] == 0 || facts.Codes[row] == KeyCode.Strong.Of(id));
                    checkedIds++;
                }
            }
        }
        Assert.True(checkedIds > 2000);
    }

    [Fact]
    public void Short_texts_are_judged_by_their_words_as_by_their_characters()
    {
        var texts = Gen.OneOf(Gen.Char["0123456789a 柳州"].Array[0, 6].Select(c => new string(c)), Gen.Select(Gen.Char['0', '9'].Array[10], Gen.Char["0123456789/:"], Gen.Int[0, 10]).Select((d, o, at) => ("1" + new string(d))[..at] + o + ("1" + new string(d))[(at + 1)..]), Gen.Char['0', '9'].Array[10].Select(d => "1" + new string(d)));
        var phones = 0;
        texts.Sample(text =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            if (bytes.Length <= ShortText.Most)
            {
                var words = ShortText.Of(bytes);
                Assert.Equal(Meaning.Characters(bytes), words.Characters);
                Assert.Equal(Meaning.IsMobilePhone(bytes), words.IsMobilePhone);
                Assert.True(new OneOfTest([text, "1", "未知"]).Passes(words));
                Assert.Equal(text is "1" or "未知", new OneOfTest(["1", "未知", "未知的性别代码"]).Passes(words));
                Interlocked.Add(ref phones, words.IsMobilePhone ? 1 : 0);
            }
        }, iter: 20_000);
        Assert.True(phones > 500);
    }

    [Theory]
    [InlineData(1, 64L << 20)]
    [InlineData(3, 64L << 20)]
    [InlineData(1, 0)]
    [InlineData(3, 4096 * 2100)]
    public async Task Repeated_codes_are_found_in_memory_and_in_a_file(int hands, long memory)
    {
        using var folder = new TestFolder();
        var drafts = Path.Combine(folder.Path, "drafts");
        // A few codes of each part would hardly fill its first block, so many lie in one part.
        var crowded = Enumerable.Range(1, 2_000_000).Select(n => (ulong)n).Where(c => GatheredKeys.PartOf(c) == 7).Take(900).ToArray();
        var codes = Enumerable.Range(0, 200_000).Select(n => (ulong)(n * 7919L % 150_001) + 1).Concat(Enumerable.Range(0, 5).SelectMany(_ => crowded)).ToArray();
        var expected = codes.GroupBy(c => c).Where(g => g.Count() > 1).ToDictionary(g => g.Key, g => g.Count());
        using (var keys = new GatheredKeys(memory, drafts))
        {
            await Parallel.ForAsync(0, hands, new ParallelOptions { MaxDegreeOfParallelism = hands, CancellationToken = TestContext.Current.CancellationToken }, (mine, _) =>
            {
                // A hand is taken and given back many times, as chunk by chunk in a scan.
                for (var from = mine; from < codes.Length; from += hands * 100)
                {
                    var hand = keys.Take();
                    for (var n = from; n < Math.Min(codes.Length, from + (hands * 100)); n += hands)
                    {
                        hand.Add(codes[n]);
                    }
                    keys.GiveBack(hand);
                }
                return ValueTask.CompletedTask;
            });
            keys.Close();
            var found = new ConcurrentDictionary<ulong, int>();
            RepeatedKeys.EachRepeated(keys, 2, (part, repeated) => Assert.All(repeated, r =>
            {
                Assert.Equal(part, GatheredKeys.PartOf(r.Key));
                Assert.True(found.TryAdd(r.Key, r.Value));
            }));
            Assert.Equal(expected.OrderBy(e => e.Key), found.OrderBy(f => f.Key));
            Assert.Equal(memory < 64L << 20, keys.Spilled > 0);
        }
        Assert.Empty(Directory.Exists(drafts) ? Directory.GetFiles(drafts) : []);
    }
}
