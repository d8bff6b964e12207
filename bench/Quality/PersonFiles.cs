using System.Collections.Immutable;
using Zhuangjin.DataSharing.BaseLibraries;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Checking;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.Bench.Quality;

/// <summary>The synthetic person library and its employers as Parquet files, and the 15 rules that the demo checks them by.</summary>
internal sealed class PersonFiles
{
    private const long RowsOfShard = 250_000;

    private PersonFiles(string folder, ImmutableArray<string> persons, ImmutableArray<string> enterprises, long personRows, long enterpriseRows)
    {
        Persons = new(folder, persons, Columns(new SyntheticPersons(enterpriseRows).Describe("bench")));
        Enterprises = new(folder, enterprises, Columns(new SyntheticEnterprises(personRows).Describe("bench")));
        using var stream = typeof(SyntheticPersons).Assembly.GetManifestResourceStream(typeof(SyntheticPersons).Assembly.GetManifestResourceNames().Single(n => n.EndsWith("pop.person.yaml", StringComparison.Ordinal)))!;
        using var reader = new StreamReader(stream);
        Rules = RuleReader.Read("pop.person.yaml", reader.ReadToEnd());
    }

    public CheckedRows Persons { get; }

    public CheckedRows Enterprises { get; }

    public RuleSet Rules { get; }

    public IReadOnlyDictionary<ItemPath, CheckedRows> Targets => Rules.Rules.Select(r => r.Check).OfType<Check.ExistsIn>().Select(c => c.Target).Distinct().ToDictionary(t => t, _ => Enterprises);

    /// <summary>Writes those files that are not there yet; an eighth as many enterprises as persons, as in the demo.</summary>
    public static PersonFiles Make(string folder, long rows, int threads)
    {
        var enterprises = Math.Max(1, rows / 8);
        Directory.CreateDirectory(Path.Combine(folder, "drafts"));
        return new(folder, Write(new SyntheticPersons(enterprises), "persons", rows), Write(new SyntheticEnterprises(rows), "enterprises", enterprises), rows, enterprises);

        ImmutableArray<string> Write(Synthetic library, string name, long count)
        {
            var shards = new string[(count + RowsOfShard - 1) / RowsOfShard];
            Parallel.For(0, shards.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, n =>
            {
                var path = Path.Combine(folder, $"{name}-of-{rows}-{n}.parquet");
                if (!File.Exists(path))
                {
                    using var session = DuckSession.Open(folder, threads: 1, memory: 512L << 20);
                    library.Write(session, n * RowsOfShard, Math.Min(count, (n + 1) * RowsOfShard), path + ".part");
                    File.Move(path + ".part", path);
                }
                shards[n] = Sql.Shards([path]);
            });
            return [.. shards];
        }
    }

    /// <summary>The shards as one table for SQL.</summary>
    public static string Table(CheckedRows rows) => $"({string.Join(" UNION ALL ", rows.Parts.Select(p => $"SELECT * FROM {p}"))})";

    private static Dictionary<string, Stored> Columns(Description description) => description.Items.ToDictionary(
        i => i.Key,
        i => i.Type switch
        {
            ItemType.Text => Stored.Text,
            ItemType.Integer or ItemType.Decimal => Stored.Number,
            ItemType.Date => Stored.Date,
            ItemType.Instant => Stored.Instant,
            _ => Stored.Other,
        },
        StringComparer.Ordinal);
}
