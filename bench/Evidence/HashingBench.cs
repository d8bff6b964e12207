using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Zhuangjin.Bench.Measuring;
using Zhuangjin.Kernel.Cryptography.Wide;

namespace Zhuangjin.Bench.Evidence;

/// <summary>Leaf hashes of entries of about 200 bytes, on one core: ours in every width against .NET, OpenSSL and BouncyCastle.</summary>
public static class HashingBench
{
    private const int Count = 4096;

    /// <param name="args">--rounds N (5) --milliseconds N (500) --length N (200): the middle of the entries' lengths in bytes.</param>
    public static async Task RunAsync(string[] args)
    {
        var rounds = Option(args, "--rounds", 5);
        var each = TimeSpan.FromMilliseconds(Option(args, "--milliseconds", 500));
        var length = Option(args, "--length", 200);
        var random = new Random(1);
        var entries = new byte[Count][];
        for (var i = 0; i < Count; i++)
        {
            entries[i] = new byte[random.Next(length * 3 / 4, length * 5 / 4)];
            random.NextBytes(entries[i]);
        }
        using var openSha256 = new OpenSslDigest("SHA256");
        using var openSm3 = new OpenSslDigest("SM3");
        var castle = new SM3Digest();

        var sha256 = Contestant("SHA-256, OpenSSL 3", entries, openSha256.Hash);
        var sm3 = Contestant("SM3, OpenSSL 3", entries, openSm3.Hash);
        List<Contestant> contestants =
        [
            sha256,
            Contestant("SHA-256, .NET HashData", entries, (m, d) => SHA256.HashData(m, d)) with { Limit = sha256 },
            .. WideHash.Sha256Ways.OrderBy(w => w.Lanes).Select(w => Ours(w, entries, sha256)),
            sm3,
            Contestant("SM3, BouncyCastle", entries, (m, d) => Castle(castle, m, d)) with { Limit = sm3 },
            .. WideHash.Sm3Ways.OrderBy(w => w.Lanes).Select(w => Ours(w, entries, sm3)),
        ];
        var scores = await Contest.RunAsync(contestants, rounds, each);
        Console.WriteLine($"Leaf hashes H(0x00 ‖ entry) of entries of {length * 3 / 4} to {length * 5 / 4} bytes, one core. Medians of {rounds} interleaved rounds. 'Limit' is OpenSSL.");
        Console.WriteLine();
        Score.Print(scores, "leaves/s");
    }

    private delegate void Digest(ReadOnlySpan<byte> message, Span<byte> digest);

    private static Contestant Ours(WideHash hash, byte[][] entries, Contestant limit)
    {
        var digests = new byte[Count * WideHash.Length];
        return new($"{hash.Name}, ours, {hash.Lanes} lanes", 1, _ => Do(() => hash.Hash([0], new Messages(entries), digests))) { Each = Count, Limit = limit };
    }

    /// <summary>One after another, the prefix and the entry joined in a buffer first, as the digest of one message needs.</summary>
    private static Contestant Contestant(string name, byte[][] entries, Digest hash)
    {
        var buffer = new byte[70_000];
        var digests = new byte[Count * WideHash.Length];
        return new(name, 1, _ => Do(() =>
        {
            for (var i = 0; i < entries.Length; i++)
            {
                entries[i].CopyTo(buffer, 1);
                hash(buffer.AsSpan(0, entries[i].Length + 1), digests.AsSpan(i * WideHash.Length, WideHash.Length));
            }
        })) { Each = Count };
    }

    private static void Castle(SM3Digest castle, ReadOnlySpan<byte> message, Span<byte> digest)
    {
        castle.BlockUpdate(message);
        castle.DoFinal(digest);
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static int Option(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1]) : otherwise;
}
