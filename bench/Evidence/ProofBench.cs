using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Bench.Measuring;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Proofs;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

namespace Zhuangjin.Bench.Evidence;

/// <summary>Inclusion proofs of random entries of a large log in the embedded store.</summary>
public static class ProofBench
{
    private const int Portion = 65_536;

    /// <param name="args">--entries N (1000000) --rounds N (5).</param>
    public static async Task RunAsync(string[] args)
    {
        var size = Option(args, "--entries", 1_000_000);
        var rounds = Option(args, "--rounds", 5);
        using var folder = new TestFolder();
        await using var database = Databases.Open(Databases.DefaultAddress, folder.Path);
        await MigrationRunner.ApplyAsync(database, MigrationRunner.Of([new EvidenceModule()], database.Dialect), TimeProvider.System);
        using var key = new NoteKey("zhuangjin.example/bench", new byte[32]);
        var root = await FillAsync(database, key, size);
        var proofs = new StoredProofs(database, Sha256TreeHash.Instance, new(), TimeProvider.System, new(new(TimeProvider.System)));

        var random = new Random(1);
        var first = LogProof.Parse((await proofs.EventProofAsync("e7", default))!);
        if (!root.AsSpan().SequenceEqual(TreeProof.RootOfInclusion(Sha256TreeHash.Instance, first.Index, size, Sha256TreeHash.Instance.Leaf(first.Extra), first.Hashes)))
        {
            throw new InvalidOperationException("The proof does not lead to the signed root.");
        }
        var edge = (await database.ReadAsync(LogState.LoadAsync))!.Edge;
        var hashes = new Contestant("hashes of the proof", 1, async _ =>
        {
            var index = random.NextInt64(size);
            await database.ReadAsync(session =>
            {
                var tree = new TreeReader(session, Sha256TreeHash.Instance, SealedRows.HashesAsync, Kept);
                tree.Know(size, edge);
                return tree.InclusionAsync(index, size);
            });
        });
        var again = new Contestant("the same, nothing kept", 1, async _ =>
        {
            var index = random.NextInt64(size);
            await database.ReadAsync(session => new TreeReader(session, Sha256TreeHash.Instance).InclusionAsync(index, size));
        });
        var files = new Contestant("whole .tlog-proof file", 1, async _ => await proofs.EventProofAsync($"e{random.NextInt64(size)}", default));
        var scores = await Contest.RunAsync([hashes, again, files], rounds, TimeSpan.FromSeconds(1));
        Console.WriteLine($"Inclusion proofs of random entries of {size:#,0}, SQLite, pages in memory. Medians of {rounds} interleaved rounds.");
        Console.WriteLine();
        Score.Print(scores, "proofs/s");
    }

    private static readonly KeptTiles Kept = new();

    /// <summary>Puts sealed rows straight into the tables, as the sequencer would have left them.</summary>
    private static async Task<byte[]> FillAsync(IDatabase database, NoteKey key, long size)
    {
        var edge = new RightEdge(Sha256TreeHash.Instance);
        for (var start = 0L; start < size; start += Portion)
        {
            var entries = Enumerable.Range(0, (int)Math.Min(Portion, size - start)).Select(i => Entry(start + i)).ToArray();
            var leaves = Sha256TreeHash.Instance.Leaves(entries);
            var nodes = new List<object?[]>();
            edge.AppendAll([.. leaves.SelectMany(l => l)], (level, place, hash) => nodes.Add([(long)level, place, hash]));
            var rows = entries.Select((entry, i) => new object?[] { start + i + 1, $"e{start + i}", $"case/{start + i}", 1L, "bench.event", 0L, entry, start + i, leaves[i] }).ToList();
            await database.WriteAsync(async session =>
            {
                await session.InsertManyAsync("evidence_entry", ["number", "id", "stream", "sequence", "type", "at", "entry", "place", "leaf"], rows);
                await session.InsertManyAsync("evidence_node", ["level", "place", "hash"], nodes);
                return 0;
            });
        }
        var root = edge.Root();
        var note = key.Sign(new Checkpoint(key.Verifier.Name, size, root).Text).ToString();
        await database.WriteAsync(session => session.ExecuteAsync(
            "insert into evidence_log (name, origin, verifier, size, edge, root, note, at) values ($1, $2, $3, $4, $5, $6, $7, 0)",
            LogState.MainLog, key.Verifier.Name, key.Verifier.ToString(), size, edge.ToBytes(), root, note));
        return root;
    }

    private static byte[] Entry(long place) => Encoding.ASCII.GetBytes($"{{\"place\":{place},\"text\":\"{Convert.ToHexString(SHA256.HashData(BitConverter.GetBytes(place)))}{new string('x', (int)(place % 97))}\"}}");

    private static int Option(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
