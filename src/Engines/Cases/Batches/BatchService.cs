using System.Text.Json;
using System.Text.Json.Serialization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Batches;

/// <summary>Sends one command after the other under keys made of the batch's id, so that a batch that was cut off can be sent again whole.</summary>
internal sealed class BatchService(IDatabase database, ICases cases, IMatters matters, TimeProvider time) : IBatches
{
    private const int Most = 200;

    private const int LongestId = 64;

    public async Task<Batch> RunAsync(Actor actor, BatchOrder order, CancellationToken cancel = default)
    {
        Check(order);
        var batch = new Batch(order.Id, order.Deed, order.Remark, order.PersonId, time.GetUtcNow(), null, []);
        // Kept before the first deed: whatever happens then, its sender finds what he had chosen.
        var begun = await database.WriteAsync(session => session.ExecuteAsync(
            "insert into cases_batch (id, person, at, body) values ($1, $2, $3, $4) on conflict (id) do update set at = cases_batch.at where cases_batch.person = excluded.person",
            order.Id, actor.PersonId, batch.At.ToMicros(), Write(batch)), cancel);
        if (begun == 0)
        {
            throw new NotFoundException("cases.fault.no-such-batch");
        }
        var results = new List<BatchResult>();
        foreach (var work in order.Work.Distinct())
        {
            results.Add(await DoAsync(actor, order, work, cancel));
        }
        batch = batch with { Results = results, FinishedAt = time.GetUtcNow() };
        await database.WriteAsync(session => session.ExecuteAsync(
            "update cases_batch set finished_at = $2, body = $3 where id = $1", batch.Id, batch.FinishedAt.Value.ToMicros(), Write(batch)), cancel);
        return batch;
    }

    public async Task<Batch?> FindAsync(Actor actor, string id, CancellationToken cancel = default) =>
        await database.ReadAsync(session => session.FirstAsync("select body from cases_batch where id = $1 and person = $2", r => r.GetString(0), id, actor.PersonId), cancel) is { } body
            ? JsonSerializer.Deserialize(body, BatchJson.Default.Batch)
            : null;

    private static void Check(BatchOrder order)
    {
        var faults = new List<Fault>();
        if (order.Work.Count is 0 or > Most)
        {
            faults.Add(new("chosen", order.Work.Count == 0 ? "cases.fault.nothing-chosen" : "cases.fault.too-many-chosen", Most.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
        if (order.Deed == BatchDeed.Assign && string.IsNullOrEmpty(order.PersonId))
        {
            faults.Add(new("person", "cases.fault.nobody-chosen"));
        }
        if (order.Id.Length is 0 or > LongestId)
        {
            faults.Add(new("id", "cases.fault.key-length"));
        }
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
    }

    private async Task<BatchResult> DoAsync(Actor actor, BatchOrder order, WorkKey work, CancellationToken cancel)
    {
        IReadOnlyList<Fault> faults = [];
        try
        {
            await cases.ExecuteAsync(actor, work.CaseId, Command(order, work.Item), idempotencyKey: $"batch/{order.Id}/{work.CaseId}/{work.Item}", cancel: cancel);
        }
        catch (RefusalException refusal)
        {
            faults = refusal.Faults;
        }
        // Of a case that the sender may not see, nothing is told but that there is none for him.
        var view = await cases.FindAsync(actor, work.CaseId, cancel);
        var item = view?.Matter.Items.FirstOrDefault(i => i.Key == work.Item)?.Title ?? new LocalText(work.Item);
        var subject = view?.Matter.SubjectField is { } field && view.State.Form.TryGetValue(field, out var named) ? named : view is null ? "" : (matters.Current(view.State.MatterKey)?.Title ?? view.Matter.Title).ToString();
        return new(work, view?.State.Number ?? "", subject, item, faults.Count == 0, faults);
    }

    private static CaseCommand Command(BatchOrder order, string item) => order.Deed switch
    {
        BatchDeed.Receive => new ReceiveItem(item),
        BatchDeed.Take => new TakeItem(item),
        BatchDeed.Release => new ReleaseItem(item),
        BatchDeed.Assign => new AssignItem(item, order.PersonId!),
        _ => new AgreeItem(item, string.IsNullOrWhiteSpace(order.Remark) ? null : order.Remark),
    };

    private static string Write(Batch batch) => JsonSerializer.Serialize(batch, BatchJson.Default.Batch);
}

[JsonSerializable(typeof(Batch))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, Converters = [typeof(LocalTextConverter)])]
internal sealed partial class BatchJson : JsonSerializerContext;
