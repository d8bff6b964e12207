using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Notices.Delivering;
using Zhuangjin.Notices.Preferences;
using Zhuangjin.Notices.Webhooks;

namespace Zhuangjin.Notices.Telling;

/// <summary>Follows the log: puts what happened into the inboxes of those whom it concerns, and what must leave the house into the outbox, in one transaction.
/// An event that comes twice tells nobody twice.</summary>
/// <remarks>Sources are asked for when an event comes, not at the start: those who answer follow the log, too.</remarks>
internal sealed class NoticeFollower(IServiceProvider services, IDatabase database, PreferenceStore preferences, Subscriptions subscriptions, DeliveryPlan plan, OutboxSignal outbox, TimeProvider time) : ILogFollower
{
    private readonly Lazy<IReadOnlyList<INoticeSource>> _sources = new(() => [.. services.GetServices<INoticeSource>()]);

    public string Name => "notices";

    public bool Wants(string type) => _sources.Value.Any(s => s.Wants(type)) || subscriptions.MayWant(type);

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        var notices = new List<NewNotice>();
        foreach (var source in _sources.Value.Where(s => s.Wants(happened.Type)))
        {
            notices.AddRange(await source.AboutAsync(happened, cancel));
        }
        // One line for a person, though he may be concerned in two ways; the urgent one counts.
        var told = notices.OrderByDescending(n => n.Urgent).DistinctBy(n => n.PersonId).ToList();
        var wishes = await preferences.OfAsync(told.Select(n => n.PersonId), cancel);
        var posts = await subscriptions.WantingAsync(happened.Type, cancel);
        if (told.Count == 0 && posts.Count == 0)
        {
            return;
        }
        var now = time.GetUtcNow();
        await database.WriteAsync(
            async session =>
            {
                foreach (var notice in told)
                {
                    if (notice.Bundle is { } bundle && await MessageTable.JoinAsync(session, happened, notice.PersonId, bundle))
                    {
                        // What is under way for the first of them carries the text as it is when it leaves.
                        continue;
                    }
                    var id = Ids.New(now);
                    if (await MessageTable.InsertAsync(session, id, happened, notice) && wishes.TryGetValue(notice.PersonId, out var wish))
                    {
                        foreach (var delivery in plan.Of(id, notice, wish, now))
                        {
                            await DeliveryTable.InsertAsync(session, delivery);
                        }
                    }
                }
                foreach (var post in posts)
                {
                    await DeliveryTable.InsertAsync(session, WebhookBody.Delivery(post, happened, now));
                }
                session.AfterCommit(outbox.Pulse);
                return 0;
            },
            cancel);
    }
}
