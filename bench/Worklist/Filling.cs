using System.Globalization;
using System.Collections.Immutable;
using Npgsql;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Cases.Searching;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Bench.Worklist;

/// <summary>Cases by the million, written past the commands: rows, snapshots and what is searched, as a real case leaves them.</summary>
internal sealed class Filling(CasesNode node, string address, CaseState pattern, Actor clerk, Organisation office)
{
    private const int AtOnce = 10_000;

    public static async Task<Filling> OfAsync(CasesNode node, string address)
    {
        var clerk = await node.ActorAsync("planning-1");
        var first = await node.SubmitAsync(await node.ActorAsync("owner"), "花园", "first");
        await node.Cases.ExecuteAsync(await node.ActorAsync("approval-1"), first.Id, new Accept());
        var state = (await node.Cases.FindAsync(clerk, first.Id))!.State;
        await node.Get<SearchIndexer>().CatchUpAsync();
        return new(node, address, state, clerk, node.Get<IOrganisations>().Find(clerk.Appointments[0].OrganisationId)!);
    }

    public async Task FillAsync(int from, int to)
    {
        if (node.Database.Dialect == Dialect.Postgres)
        {
            await node.Database.WriteAsync(session => session.ExecuteAsync("drop index cases_search_gram"));
        }
        for (var start = from; start <= to; start += AtOnce)
        {
            await RowsAsync(start, Math.Min(to, start + AtOnce - 1));
            await TextsAsync(start, Math.Min(to, start + AtOnce - 1));
        }
        if (node.Database.Dialect == Dialect.Postgres)
        {
            await using var connection = new NpgsqlConnection(Databases.PostgresConnectionText(address));
            await connection.OpenAsync();
            // The last is what the server does by itself within minutes.
            foreach (var statement in new[] { "set maintenance_work_mem = '1GB'", "create index cases_search_gram on cases_search using gin (grams) with (fastupdate = off)", "vacuum analyze" })
            {
                await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 1_200 };
                await command.ExecuteNonQueryAsync();
            }
        }
    }

    private Task RowsAsync(int from, int to) => node.Database.WriteAsync(async session =>
    {
        const string Numbers = "with recursive n(i) as (select $1 union all select i + 1 from n where i < $2) ";
        var snapshot = CaseJson.Write(pattern with { Number = "#NUMBER" }).Replace(pattern.Id, "#ID", StringComparison.Ordinal);
        await session.ExecuteAsync(Numbers + """
            insert into cases_case (id, number, version, matter, matter_version, phase, applicant, applicant_name, home, home_path, subject_key, subject, submitted_at, decided_at, ended_at, late, applicant_lost, applicant_since, snapshot)
            select 'bench' || i, '451000-20220816-' || i, 5, 'garden', '1', 1, 'party' || (i % 5000), '公司' || (i % 5000), $3, $4, null, '花园' || i, 1660000000000000 + i, null, case when i % 20 = 0 then null else 1660000000000000 + i end, 0, 0, null,
              replace(replace($5, '#ID', 'bench' || i), '#NUMBER', '451000-20220816-' || i) from n
            """, (long)from, (long)to, office.Id, office.Path, snapshot);
        await session.ExecuteAsync(Numbers + """
            insert into cases_item (case_id, item, open, status, matter, organisation, path, number, subject, applicant_name, submitted_at, received, holder, ended_at, due, expires_at, amber_at, basis, provisional, paused, tier, lost)
            select 'bench' || i, 'planning', case when i % 20 = 0 then 1 else 0 end, case when i % 20 = 0 then 0 else 1 end, 'garden', $3, $4, '451000-20220816-' || i, '花园' || i, '公司' || (i % 5000), 1660000000000000 + i, 1, case when i % 40 = 0 then $5 else null end, null, '2022-08-22', 1660000000000000 + (i * 7919 % 1000000) * 1000000, 1660000000000000, 0, 0, 0, 0, 0 from n
            """, (long)from, (long)to, office.Id, office.Path, clerk.PersonId);
        return 0;
    });

    /// <summary>One in ten is closed with a disagreement, the others with a consent.</summary>
    private Task TextsAsync(int from, int to)
    {
        var matter = GardenMatter.Compiled.Matter;
        var organisations = node.Get<IOrganisations>();
        var documents = Enumerable.Range(from, to - from + 1).AsParallel().AsOrdered().Select(i =>
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            var open = i % 20 == 0;
            var item = pattern.Items["planning"] with { Status = open ? ItemStatus.Open : ItemStatus.Agreed };
            var state = pattern with
            {
                Id = "bench" + number,
                Number = "451000-20220816-" + number,
                Applicant = pattern.Applicant with { Name = "公司" + (i % 5_000).ToString(CultureInfo.InvariantCulture) },
                Form = pattern.Form.SetItem("name", "花园" + number),
                Items = ImmutableSortedDictionary<string, ItemState>.Empty.Add("planning", item),
            };
            CaseEvent said = i % 10 == 1 || i % 5_000 == i % 50_000 ? new ItemDisagreed("planning", "北侧退线不足，请更正") : new ItemAgreed("planning", "与规划条件相符");
            return SearchDocument.Of(matter, state, open ? [] : [new RecordedEvent(state.Id, 4, state.SubmittedAt, clerk.PersonId, "office/" + office.Id, said)], organisations);
        }).ToList();
        return node.Database.WriteAsync(async session =>
        {
            for (var i = 0; i < documents.Count; i++)
            {
                await SearchTable.WriteAsync(session, from + i + 1, documents[i]);
            }
            return 0;
        });
    }
}
