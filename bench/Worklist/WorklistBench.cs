using System.Diagnostics;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;

namespace Zhuangjin.Bench.Worklist;

/// <summary>A worklist's page at 10 thousand cases and at 1 million, one in twenty of them open. Flat means that the second is as fast as the first.</summary>
public static class WorklistBench
{
    private const int Pages = 300;

    /// <param name="args">--most N (1000000), --store sqlite|postgres (both).</param>
    public static async Task RunAsync(string[] args)
    {
        var most = Array.IndexOf(args, "--most") is var at and >= 0 ? int.Parse(args[at + 1]) : 1_000_000;
        await using var cluster = await PostgresCluster.StartAsync();
        var only = Array.IndexOf(args, "--store") is var place and >= 0 ? args[place + 1] : "";
        foreach (var address in new[] { "sqlite:bench.db", await cluster.CreateDatabaseAsync() }.Where(a => a.StartsWith(only, StringComparison.Ordinal)))
        {
            using var folder = new TestFolder();
            await using var node = await CasesNode.StartAsync(address, folder.Path);
            await node.PeopleAsync();
            var first = await FilledAsync(node, 1, 10_000);
            var last = await FilledAsync(node, 10_001, most);
            Console.WriteLine($"{node.Database.Dialect}: p95 of a page of 50 of {Pages}: 10,000 cases {first:0.00} ms, {most:#,0} cases {last:0.00} ms, ratio {last / first:0.00}");
        }
    }

    private static async Task<double> FilledAsync(CasesNode node, int from, int to)
    {
        var clerk = await node.ActorAsync("planning-1");
        var office = node.Get<IOrganisations>().Find(clerk.Appointments[0].OrganisationId)!;
        for (var start = from; start <= to; start += 50_000)
        {
            await FillAsync(node.Database, office, clerk, start, Math.Min(to, start + 49_999));
        }
        if (node.Database.Dialect == Dialect.Postgres)
        {
            await node.Database.WriteAsync(session => session.ExecuteAsync("analyze"));
        }
        await ReadAsync(node, clerk);
        return await ReadAsync(node, clerk);
    }

    /// <summary>Walks the list by cursor from its beginning, over and over.</summary>
    private static async Task<double> ReadAsync(CasesNode node, Actor clerk)
    {
        var times = new List<double>();
        string? after = null;
        for (var page = 0; page < Pages; page++)
        {
            var start = Stopwatch.GetTimestamp();
            var read = await node.Lists.WorkAsync(clerk, new WorkQuery(After: after));
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            after = read.Next;
        }
        times.Sort();
        return times[(int)(times.Count * 0.95)];
    }

    private static Task FillAsync(IDatabase database, Organisation office, Actor clerk, int from, int to) => database.WriteAsync(async session =>
    {
        const string Numbers = "with recursive n(i) as (select $1 union all select i + 1 from n where i < $2) ";
        await session.ExecuteAsync(Numbers + """
            insert into cases_case (id, number, version, matter, matter_version, phase, applicant, applicant_name, home, home_path, subject_key, subject, submitted_at, decided_at, ended_at, late, applicant_lost, applicant_since, snapshot)
            select 'bench' || i, '451000-20220816-' || i, 5, 'garden', '1', 1, 'party' || (i % 5000), '公司' || (i % 5000), $3, $4, null, '花园' || i, 1660000000000000 + i, null, case when i % 20 = 0 then null else 1660000000000000 + i end, 0, 0, null, '{}' from n
            """, (long)from, (long)to, office.Id, office.Path);
        await session.ExecuteAsync(Numbers + """
            insert into cases_item (case_id, item, open, status, matter, organisation, path, number, subject, applicant_name, submitted_at, received, holder, ended_at, due, expires_at, amber_at, basis, provisional, paused, tier, lost)
            select 'bench' || i, 'planning', case when i % 20 = 0 then 1 else 0 end, case when i % 20 = 0 then 0 else 1 end, 'garden', $3, $4, '451000-20220816-' || i, '花园' || i, '公司' || (i % 5000), 1660000000000000 + i, 1, case when i % 40 = 0 then $5 else null end, null, '2022-08-22', 1660000000000000 + (i * 7919 % 1000000) * 1000000, 1660000000000000, 0, 0, 0, 0, 0 from n
            """, (long)from, (long)to, office.Id, office.Path, clerk.PersonId);
        return 0;
    });
}
