using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Org.BouncyCastle.Crypto.Digests;
using Xunit;
using Zhuangjin.Kernel.Cryptography.Wide;

namespace Zhuangjin.Kernel.Tests.Cryptography;

/// <summary>Each width that this machine has must give what .NET and BouncyCastle give.</summary>
public sealed class WideHashTests
{
    /// <summary>Digest, and which of its ways.</summary>
    public static IEnumerable<TheoryDataRow<string, int>> Ways =>
        WideHash.Sha256Ways.Concat(WideHash.Sm3Ways).Select(w => new TheoryDataRow<string, int>(w.Name, w.Lanes));

    private static WideHash Way(string name, int lanes) => WideHash.Sha256Ways.Concat(WideHash.Sm3Ways).Single(w => (w.Name, w.Lanes) == (name, lanes));

    private static byte[] Other(WideHash hash, byte[] message)
    {
        if (hash.Name == "SHA-256")
        {
            return SHA256.HashData(message);
        }
        var digest = new SM3Digest();
        var result = new byte[32];
        digest.BlockUpdate(message);
        digest.DoFinal(result);
        return result;
    }

    private static void AssertDigests(WideHash hash, byte[] prefix, byte[][] messages, byte[] digests) =>
        Assert.Equal(messages.SelectMany(m => Other(hash, [.. prefix, .. m])), digests);

    [Theory]
    [MemberData(nameof(Ways))]
    public void Any_number_of_messages_of_any_length_under_any_prefix(string name, int lanes)
    {
        var hash = Way(name, lanes);
        var length = Gen.OneOf(Gen.Int[0, 200], Gen.Int[0, 5000]);
        Gen.Select(Gen.Byte.Array[0, 63], length.Array[0, 70], Gen.Int).Sample(
            (prefix, lengths, seed) =>
            {
                var random = new Random(seed);
                var messages = lengths.Select(n => Bytes(random, n)).ToArray();
                var digests = new byte[32 * messages.Length];
                hash.Hash(prefix, new Messages(messages), digests);
                AssertDigests(hash, prefix, messages, digests);
            },
            iter: 60);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_length_around_the_ends_of_blocks(string name, int lanes)
    {
        var hash = Way(name, lanes);
        var random = new Random(3);
        var messages = Enumerable.Range(0, 260).Select(n => Bytes(random, n)).ToArray();
        foreach (var prefix in (byte[][])[[], [0], [1, 2, 3], Bytes(random, 63)])
        {
            var digests = new byte[32 * messages.Length];
            hash.Hash(prefix, new Messages(messages), digests);
            AssertDigests(hash, prefix, messages, digests);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void More_messages_than_are_put_in_order_at_a_time_and_long_ones_among_them(string name, int lanes)
    {
        var hash = Way(name, lanes);
        var random = new Random(4);
        var messages = Enumerable.Range(0, 2100).Select(n => Bytes(random, n % 500 == 7 ? 70_000 : n % 37)).ToArray();
        var digests = new byte[32 * messages.Length];
        hash.Hash([0], new Messages(messages), digests);
        AssertDigests(hash, [0], messages, digests);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Parts_of_a_buffer_and_equal_lengths_are_read_where_they_lie(string name, int lanes)
    {
        var hash = Way(name, lanes);
        var data = Bytes(new Random(5), 64 * 33);
        var pairs = data.Chunk(64).ToArray();
        var digests = new byte[32 * pairs.Length];
        hash.Hash([1], new Messages(data, 64), digests);
        AssertDigests(hash, [1], pairs, digests);

        Slice[] slices = [.. Enumerable.Range(0, 40).Select(i => new Slice(i * 7, i * 5))];
        digests = new byte[32 * slices.Length];
        hash.Hash([0], new Messages(data, slices), digests);
        AssertDigests(hash, [0], [.. slices.Select(s => data.AsSpan(s.Start, s.Length).ToArray())], digests);
        hash.Hash([0], new Messages(data, []), []);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_digests_of_the_standards(string name, int lanes)
    {
        var digest = new byte[32];
        Way(name, lanes).Hash([], new Messages([Encoding.ASCII.GetBytes("abc")]), digest);
        Assert.Equal(
            name == "SM3" ? "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0" : "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            Convert.ToHexStringLower(digest));
    }

    [Fact]
    public void A_wrong_room_and_a_long_prefix_are_refused()
    {
        Assert.Throws<ArgumentException>(() => WideHash.Sha256.Hash([], new Messages([[1]]), new byte[31]));
        Assert.Throws<ArgumentException>(() => WideHash.Sha256.Hash(new byte[64], new Messages([[1]]), new byte[32]));
        Assert.Throws<ArgumentException>(() => WideHash.Sm3.Hash([], new Messages(new byte[65], 64), new byte[32]));
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
