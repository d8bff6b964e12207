using System.Data.Common;
using System.Text.Json;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Collecting.Tasks;

/// <summary>Keeps collections. A collection is read and written whole; its document is what was planned, found and decided.</summary>
internal sealed class TaskStore(IDatabase database, IOrganisations organisations)
{
    public Task<CollectTask?> FindAsync(string id, CancellationToken cancel = default) => database.ReadAsync(s => FindAsync(s, id), cancel);

    public static ValueTask<CollectTask?> FindAsync(ISession session, string id) => session.FirstAsync("select document from sharing_collect_task where id = $1", Read, id);

    /// <summary>Collections that run now, in the order in which they were planned.</summary>
    public Task<List<CollectTask>> RunningAsync(CancellationToken cancel = default) =>
        database.ReadAsync(s => s.QueryAsync("select document from sharing_collect_task where state = 2 order by planned_at, id", Read), cancel);

    /// <summary>Collections that run, held against other decisions to the end of the transaction: two that ask the same, approved at the same moment, would otherwise each find nobody to join.</summary>
    public static async ValueTask<List<CollectTask>> RunningAloneAsync(ISession session)
    {
        if (session.Dialect == Dialect.Postgres)
        {
            await session.ExecuteAsync("select pg_advisory_xact_lock(7017268935291138)");
        }
        return await RunningAsync(session);
    }

    private static ValueTask<List<CollectTask>> RunningAsync(ISession session) => session.QueryAsync("select document from sharing_collect_task where state = 2 order by planned_at, id", Read);

    /// <summary>The newest first.</summary>
    public Task<List<CollectTask>> NewestAsync(int most, CancellationToken cancel = default) =>
        database.ReadAsync(s => s.QueryAsync($"select document from sharing_collect_task order by planned_at desc, id desc limit {most}", Read), cancel);

    /// <summary>All that became a resource: the newest of each resource says which areas its data cover.</summary>
    public Task<List<CollectTask>> DoneAsync(CancellationToken cancel = default) =>
        database.ReadAsync(s => s.QueryAsync("select document from sharing_collect_task where state = 3 and resource is not null order by planned_at, id", Read), cancel);

    public async ValueTask AddAsync(ISession session, CollectTask task) => await session.ExecuteAsync(
        "insert into sharing_collect_task (id, office_path, state, lead, resource, planned_at, document) values ($1, $2, $3, $4, $5, $6, $7)",
        task.Id, organisations.Find(task.Plan.OfficeId)?.Path ?? "", (long)task.State, task.Lead, task.Resource, task.PlannedAt.ToMicros(), JsonSerializer.Serialize(task));

    /// <summary>Writes what became of the task.</summary>
    /// <exception cref="ConflictException">It is no longer in the state from which this was decided.</exception>
    public static async ValueTask ChangeAsync(ISession session, CollectTask task, CollectState from)
    {
        if (await session.ExecuteAsync("update sharing_collect_task set state = $2, lead = $3, resource = $4, document = $5 where id = $1 and state = $6", task.Id, (long)task.State, task.Lead, task.Resource, JsonSerializer.Serialize(task), (long)from) != 1)
        {
            throw new ConflictException("sharing.collect.fault.decided");
        }
    }

    private static CollectTask Read(DbDataReader r) => JsonSerializer.Deserialize<CollectTask>(r.GetString(0))!;
}
