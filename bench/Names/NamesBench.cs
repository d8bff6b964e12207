using System.Diagnostics;
using System.Globalization;
using Zhuangjin.Scenarios.BusinessRegistration.Names;

namespace Zhuangjin.Bench.Names;

/// <summary>The nearest eight of very many names: the index, against weighing every 字号 of the same table, in turns.</summary>
public static class NamesBench
{
    private const int Most = 8;

    /// <param name="args">--names N (900000) --searches N (2000) --scans N (60).</param>
    public static Task RunAsync(string[] args)
    {
        var (count, searches, scans) = (Option(args, "--names", NameRegister.Usual), Option(args, "--searches", 2_000), Option(args, "--scans", 60));
        var began = Stopwatch.GetTimestamp();
        var table = SyntheticNames.Make(count, 20220731);
        var made = Stopwatch.GetElapsedTime(began);
        began = Stopwatch.GetTimestamp();
        var index = new NameIndex(table);
        Console.WriteLine($"{count:#,0} names, {table.Brands:#,0} 字号; made in {made.TotalSeconds:0.0} s, indexed in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");

        var (byIndex, byScan) = (new List<double>(searches), new List<double>(scans));
        for (var i = 0; i < searches; i++)
        {
            var asked = Asked(table, i);
            began = Stopwatch.GetTimestamp();
            var found = index.Nearest(asked, Most);
            byIndex.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (i % Math.Max(1, searches / scans) != 0)
            {
                continue;
            }
            began = Stopwatch.GetTimestamp();
            var all = Scan(table, asked);
            byScan.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (!found.Select(n => (n.Row, n.Score)).SequenceEqual(all.Select(n => (n.Row, n.Score))))
            {
                throw new InvalidOperationException($"The index and the scan differ for {asked}.");
            }
        }
        Console.WriteLine($"{"",-14}{"runs",8}{"p50 ms",10}{"p99 ms",10}");
        Print("index", byIndex);
        Print("plain scan", byScan);
        Console.WriteLine("Where both ran they found the same names in the same order.");
        return Task.CompletedTask;
    }

    /// <summary>A name of the table with one character put in from another, so that some are the same, some near and most neither.</summary>
    private static EnterpriseName Asked(NameTable table, int i)
    {
        var name = table.Name((int)((i * 7919L) % table.Count));
        var letters = name.Brand.ToCharArray();
        letters[i % letters.Length] = Sounds.Characters[i * 37 % Sounds.Characters.Count];
        return i % 4 == 0 ? name : name with { Brand = new string(letters) };
    }

    private static List<NearName> Scan(NameTable table, EnterpriseName asked)
    {
        var all = new List<NearName>();
        for (var brand = 0; brand < table.Brands; brand++)
        {
            if (Likeness.Percent(asked.Brand, table.Brand(brand)) is > 0 and var percent)
            {
                foreach (var row in table.RowsOf(brand))
                {
                    all.Add(NameIndex.Judge(table, asked, row, percent));
                }
            }
        }
        all.Sort(NameIndex.Order);
        return [.. all.Take(Most)];
    }

    private static void Print(string name, List<double> took)
    {
        took.Sort();
        Console.WriteLine($"{name,-14}{took.Count,8}{took[took.Count / 2],10:0.00}{took[Math.Min(took.Count - 1, took.Count * 99 / 100)],10:0.00}");
    }

    private static int Option(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
