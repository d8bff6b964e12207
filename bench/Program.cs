using Zhuangjin.Bench.Catalogue;
using Zhuangjin.Bench.Clocks;
using Zhuangjin.Bench.Evidence;
using Zhuangjin.Bench.Intake;
using Zhuangjin.Bench.Instant;
using Zhuangjin.Bench.Lookups;
using Zhuangjin.Bench.Names;
using Zhuangjin.Bench.Pages;
using Zhuangjin.Bench.Quality;
using Zhuangjin.Bench.Raw;
using Zhuangjin.Bench.Stepping;
using Zhuangjin.Bench.Transitions;
using Zhuangjin.Bench.Worklist;

// One benchmark a folder; each prints its table with ratios measured in the same run.
// Run one: dotnet run -c Release --project bench -- raw
(string Name, string Shows, Func<string[], Task> RunAsync)[] benchmarks =
[
    ("raw", "what the disk and the databases give at most, and what the store leaves of it", RawBench.RunAsync),
    ("transitions", "whole steps of a case against the same writes without any logic", TransitionBench.RunAsync),
    ("stepping", "whole permits, one after the other, beside npm's bpmn-engine", SteppingBench.RunAsync),
    ("pages", "the public pages beside a bare web server that sends the same bytes; start-up and memory", PagesBench.RunAsync),
    ("worklist", "a worklist's page at 10 thousand and at 1 million cases", WorklistBench.RunAsync),
    ("clocks", "a million running clocks: the sweep, a new year's notice, a day off at once", ClocksBench.RunAsync),
    ("appends", "sealed appends that are acknowledged one by one, against bare inserts, hypercore and a toy in Go", AppendsBench.RunAsync),
    ("hashing", "leaf hashes a second on one core, SHA-256 and SM3, against OpenSSL", HashingBench.RunAsync),
    ("verify", "checking a published log from its files alone, time and memory, against Go's library", VerifyBench.RunAsync),
    ("witnesses", "what a quorum of witnesses adds to a sealed append", WitnessBench.RunAsync),
    ("catalogue", "search in the catalogue of 75 departments: words, facets, departments, after a change; on both stores", CatalogueBench.RunAsync),
    ("lookups", "single records of the data pool under a grant, on record before the answer, against the same without the record", LookupsBench.RunAsync),
    ("instant", "a clean application decided by machine and licensed, in the whole demo, beside bare SM2 signatures", InstantBench.RunAsync),
    ("names", "the nearest of 900,000 names, against weighing each of them", NamesBench.RunAsync),
    ("proofs", "inclusion proofs from a large stored log", ProofBench.RunAsync),
    ("quality", "15 rules over a person library, against plain decoding, SQL and pandas", QualityBench.RunAsync),
    ("intake", "a CSV that becomes a version of the data pool, against DuckDB's own COPY of it to Parquet", IntakeBench.RunAsync),
];

var chosen = benchmarks.FirstOrDefault(b => args.Length > 0 && b.Name == args[0]);
if (chosen.RunAsync is null)
{
    Console.WriteLine("usage: dotnet run -c Release --project bench -- NAME [options]");
    foreach (var (name, shows, _) in benchmarks)
    {
        Console.WriteLine($"  {name,-14} {shows}");
    }
    return args.Length == 0 ? 0 : 2;
}
await chosen.RunAsync(args[1..]);
return 0;
