using System.Collections.Concurrent;
using System.Text;
using CsCheck;
using Xunit;
using Zhuangjin.DataSharing.Quality.Checking;
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
