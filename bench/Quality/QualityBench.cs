using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Bench.Evidence;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Checking;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Testing;

namespace Zhuangjin.Bench.Quality;

/// <summary>15 rules over a person library: our kernels against plain decoding of the same columns, against the same rules in SQL, in one scan and one by one, and against pandas on a sample.</summary>
public static class QualityBench
{
    private const long Aim = 660_000_000;

    private static readonly DateOnly Today = new(2022, 8, 15);

    /// <param name="args">--rows N (2000000), --rounds N (3), --threads N (all cores), --pandas ROWS (200000; 0 for none), --only TEXT|TEXT, --keep FOLDER (files are made there once and used again).</param>
    public static async Task RunAsync(string[] args)
    {
        var (rows, rounds, threads, sample) = (Option("--rows", 2_000_000), (int)Option("--rounds", 3), (int)Option("--threads", Environment.ProcessorCount), Option("--pandas", 200_000));
        var only = Text("--only", "");
        using var folder = new TestFolder();
        var place = Text("--keep", folder.Path);
        var (making, files) = await Measure.OfAsync(() => Task.FromResult(PersonFiles.Make(place, rows, threads)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:#,0} persons in {files.Persons.Parts.Length} shards, written in {making.Wall.TotalSeconds:0.0} s; {threads} threads; load {Load()}"));
        var alone = new RuleSet(files.Rules.Resource, [.. files.Rules.Rules.Where(r => r.Check is not (Check.Unique or Check.ExistsIn))]);
        var all = $"kernels, all {files.Rules.Rules.Length} rules";
        (string Name, Func<Task<ImmutableArray<long>>> Work)[] contestants =
        [
            ("plain decoding of the columns", () => Task.FromResult(Decode(files, threads))),
            ($"kernels, {alone.Rules.Length} rules on rows alone", () => CheckAsync(files, alone, threads)),
            (all, () => CheckAsync(files, files.Rules, threads)),
            ("SQL, one scan", () => Task.FromResult(OneScan(files, threads))),
            ("SQL, rule by rule", () => Task.FromResult(RuleByRule(files, threads))),
        ];
        contestants = [.. contestants.Where(c => only.Split('|').Any(o => c.Name.Contains(o, StringComparison.Ordinal)))];
        var measured = contestants.ToDictionary(c => c.Name, _ => new List<Measure>());
        var outcomes = new Dictionary<string, ImmutableArray<long>>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, work) in contestants)
            {
                var (measure, failed) = await Measure.OfAsync(() => Task.Run(work));
                measured[name].Add(measure);
                outcomes[name] = failed;
            }
        }
        Agree([.. outcomes.Values.Where(o => o.Length == files.Rules.Rules.Length)]);
        Print(contestants.Select(c => (c.Name, Middle(measured[c.Name]))), rows);
        if (sample > 0 && measured.TryGetValue(all, out var kernels))
        {
            await PandasAsync(files, Math.Min(sample, rows), rows, Middle(kernels), place, threads);
        }

        string Text(string name, string otherwise) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : otherwise;

        long Option(string name, long otherwise) => Array.IndexOf(args, name) is var at and >= 0 ? long.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }

    /// <summary>Every column that the rules need is decoded once and thrown away.</summary>
    private static ImmutableArray<long> Decode(PersonFiles files, int threads)
    {
        var columns = string.Join(", ", files.Rules.Rules.SelectMany(r => r.Check.Needs).Select(n => n.Item).Distinct().Select(Sql.Name));
        using var sessions = new DuckSessions(files.Persons.Folder, memory: 128L << 20);
        Parallel.ForEach(files.Persons.Parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            using var lease = sessions.Take();
            using var reader = ChunkReader.Ask(lease.Session, $"SELECT {columns} FROM {part}");
            while (reader.Next())
            {
            }
        });
        return [];
    }

    private static async Task<ImmutableArray<long>> CheckAsync(PersonFiles files, RuleSet rules, int threads)
    {
        var result = await new CheckRun(rules, files.Persons, Today, files.Targets, threads).RunAsync();
        return [.. Enumerable.Range(0, rules.Rules.Length).Select(result.Failed)];
    }

    private static ImmutableArray<long> OneScan(PersonFiles files, int threads)
    {
        using var session = DuckSession.Open(files.Persons.Folder, threads, memory: 6L << 30);
        var histogram = session.Ask(Words(files).Histogram(files.Rules, PersonFiles.Table(files.Persons)), r => (Mask: r.GetInt64(0), Rows: r.GetInt64(1)));
        return [.. Enumerable.Range(0, files.Rules.Rules.Length).Select(n => histogram.Where(h => (h.Mask & (1L << n)) != 0).Sum(h => h.Rows))];
    }

    private static ImmutableArray<long> RuleByRule(PersonFiles files, int threads)
    {
        using var session = DuckSession.Open(files.Persons.Folder, threads, memory: 6L << 30);
        var words = Words(files);
        return [.. files.Rules.Rules.Select(r => session.Ask(words.Counts(r, PersonFiles.Table(files.Persons)), a => (long)(System.Numerics.BigInteger)a.GetValue(1))[0])];
    }

    private static SqlCheck Words(PersonFiles files) =>
        new(SqlWords.DuckDb, files.Persons.Columns, files.Targets.Keys.ToDictionary(t => t, t => (PersonFiles.Table(files.Enterprises), t.Item)), Today);

    /// <summary>The same rules in pandas over the first rows as CSV; its reading of the file is told apart, and both files hold the same rows.</summary>
    private static async Task PandasAsync(PersonFiles files, long sample, long rows, Measure kernels, string folder, int threads)
    {
        var (persons, employers, known) = (Path.Combine(folder, "sample.csv"), Path.Combine(folder, "employers.csv"), Path.Combine(folder, "divisions.csv"));
        using (var session = DuckSession.Open(folder, threads, memory: 1L << 30))
        {
            session.Run($"COPY (SELECT * FROM {PersonFiles.Table(files.Persons)} LIMIT {sample}) TO {Sql.Literal(persons)} (HEADER)");
            session.Run($"COPY (SELECT uscc FROM {PersonFiles.Table(files.Enterprises)}) TO {Sql.Literal(employers)} (HEADER)");
        }
        await File.WriteAllLinesAsync(known, Kernel.Codes.Division.Codes);
        string said;
        try
        {
            said = await Programs.RunAsync("/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "Quality", "rules.py"), persons, employers, known, Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
        catch (Exception fault) when (fault is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Console.WriteLine($"pandas was not measured: {fault.Message} Debian has it as python3-pandas.");
            return;
        }
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var (reading, checking) = (double.Parse(lines[0], CultureInfo.InvariantCulture), double.Parse(lines[1], CultureInfo.InvariantCulture));
        var (ours, scale) = (kernels.Cpu.TotalSeconds / rows, 1.0 / sample);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pandas {lines[2]}, {sample:#,0} rows: rules {checking:0.00} CPU-s, reading the CSV {reading:0.00} CPU-s. A row costs it {checking * scale / ours:0.0} times as much as our kernels with decoding (its reading left out); extrapolated to {rows:#,0} rows {checking * scale * rows:0.0} CPU-s"));
        var found = await CheckSampleAsync(files, persons, folder, threads);
        Agree([found, [.. lines[3].Split(',').Select(n => long.Parse(n, CultureInfo.InvariantCulture))]]);
    }

    private static async Task<ImmutableArray<long>> CheckSampleAsync(PersonFiles files, string csv, string folder, int threads)
    {
        var types = string.Join(", ", files.Persons.Columns.Select(c => $"{Sql.Literal(c.Key)}: {(c.Value == Stored.Date ? "'DATE'" : "'VARCHAR'")}"));
        CheckedRows rows = new(folder, [$"read_csv({Sql.Literal(csv)}, header = true, columns = {{{types}}})"], files.Persons.Columns);
        var result = await new CheckRun(files.Rules, rows, Today, files.Targets, threads).RunAsync();
        return [.. Enumerable.Range(0, files.Rules.Rules.Length).Select(result.Failed)];
    }

    /// <summary>A contestant that finds something else has not done the work.</summary>
    private static void Agree(IReadOnlyCollection<ImmutableArray<long>> outcomes)
    {
        var told = outcomes.Select(o => string.Join(' ', o)).Distinct().ToList();
        if (told.Count > 1)
        {
            throw new InvalidOperationException($"Contestants differ:{Environment.NewLine}{string.Join(Environment.NewLine, told)}");
        }
        Console.WriteLine(outcomes.Count > 1 ? $"broken rows by rule, the same for all {outcomes.Count}: {told[0]}" : "nobody to compare the broken rows with");
    }

    private static void Print(IEnumerable<(string Name, Measure Measure)> scores, long rows)
    {
        var all = scores.ToList();
        Console.WriteLine($"{"",-34}{"CPU-s",9}{"of decoding",13}{"wall s",9}{"peak MB",9}{"660 M rows, CPU-s",19}");
        foreach (var (name, (wall, cpu, peak)) in all)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34}{cpu.TotalSeconds,9:0.00}{cpu / all[0].Measure.Cpu,13:0.00}{wall.TotalSeconds,9:0.00}{peak / 1e6,9:0}{cpu.TotalSeconds * Aim / rows,19:#,0}"));
        }
    }

    private static Measure Middle(List<Measure> rounds) => rounds.OrderBy(m => m.Cpu).ElementAt(rounds.Count / 2);

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
