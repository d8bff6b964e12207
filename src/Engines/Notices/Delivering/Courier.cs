using System.Text.Encodings.Web;
using System.Text.Json;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Notices.Preferences;
using Zhuangjin.Notices.Telling;
using Zhuangjin.Notices.Webhooks;

namespace Zhuangjin.Notices.Delivering;

/// <summary>Brings what is due to the other side and notes what came of it. A process killed in between may bring one thing twice, under the same id; it loses nothing.</summary>
internal sealed class Courier(IDatabase database, PreferenceStore preferences, Subscriptions subscriptions, MailSender mails, SignedPost posts, PostOffice office, ShortMessageSettings shortMessages, TimeProvider time)
{
    /// <summary>Taken in one go.</summary>
    private const int Load = 64;

    /// <summary>Receivers that are served side by side: a slow one holds up no other.</summary>
    private const int SideBySide = 8;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One round. Returns how many deliveries it tried.</summary>
    public async Task<int> GoAsync(CancellationToken cancel)
    {
        var due = await database.ReadAsync(s => DeliveryTable.DueAsync(s, time.GetUtcNow(), Load), cancel);
        await Parallel.ForEachAsync(
            due.GroupBy(d => (d.Channel, d.Target)),
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancel },
            async (target, stop) =>
            {
                if (target.Key.Channel == Channel.Mail)
                {
                    await MailAsync(target.Key.Target, stop);
                    return;
                }
                // In their order; behind one that was not taken, the others of this receiver wait until it is tried again.
                foreach (var delivery in target)
                {
                    if (!await PostAsync(delivery, stop))
                    {
                        return;
                    }
                }
            });
        return due.Count;
    }

    /// <summary>All that waits for the person leaves in one mail.</summary>
    private async Task MailAsync(string person, CancellationToken cancel)
    {
        var waiting = await database.ReadAsync(s => DeliveryTable.MailsOfAsync(s, person), cancel);
        if (waiting.Count == 0)
        {
            return;
        }
        var wish = await preferences.OfAsync(person, cancel);
        var messages = await database.ReadAsync(s => MessageTable.OfAsync(s, [.. waiting.Select(w => w.Message)]), cancel);
        // Read in the meantime, or mails no longer wanted: nothing is left to tell.
        var unread = messages.Where(m => m.ReadAt is null).ToList();
        await AttemptAsync(waiting, async () =>
        {
            if (wish is { Mail: { } address, MailMode: not MailMode.None } && unread.Count > 0)
            {
                await mails.SendAsync(address, unread, wish.Language, cancel);
            }
        }, session => PreferenceStore.MailedAsync(session, person, time.GetUtcNow()), cancel);
    }

    private Task<bool> PostAsync(Delivery delivery, CancellationToken cancel) => AttemptAsync(
        [delivery],
        () => delivery.Channel switch
        {
            Channel.Webhook => WebhookAsync(delivery, cancel),
            Channel.Post => office.SendAsync(posts, delivery, cancel),
            _ => ShortMessageAsync(delivery, cancel),
        },
        null,
        cancel);

    private async Task WebhookAsync(Delivery delivery, CancellationToken cancel)
    {
        if (await subscriptions.FindAsync(delivery.Target, cancel) is { ClosedAt: null } subscription)
        {
            await posts.SendAsync(subscription.Address, subscription.Secret, delivery.Message, delivery.Body, cancel);
        }
    }

    private async Task ShortMessageAsync(Delivery delivery, CancellationToken cancel)
    {
        var wish = await preferences.OfAsync(delivery.Target, cancel);
        var message = (await database.ReadAsync(s => MessageTable.OfAsync(s, [delivery.Message]), cancel)).FirstOrDefault();
        if (wish.Mobile is not { } number || message is null || shortMessages.Gateway is not { } gateway)
        {
            return;
        }
        var body = JsonSerializer.Serialize(new { to = number, text = message.Title.In(wish.Language), at = message.At }, Json);
        await posts.SendAsync(gateway, System.Text.Encoding.UTF8.GetBytes(shortMessages.Secret), delivery.Id, body, cancel);
    }

    private async Task<bool> AttemptAsync(IReadOnlyList<Delivery> deliveries, Func<Task> send, Func<ISession, ValueTask<int>>? afterwards, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        IReadOnlyList<Delivery> outcome;
        var taken = true;
        try
        {
            await send();
            outcome = [.. deliveries.Select(d => d with { Attempts = d.Attempts + 1, State = DeliveryState.Done, Error = null, EndedAt = now })];
        }
        catch (DeliveryException failure)
        {
            taken = false;
            outcome = [.. deliveries.Select(d => DeliveryPlan.Failed(d, failure.Message.Length > 300 ? failure.Message[..300] : failure.Message, failure.Final, now))];
        }
        await database.WriteAsync(
            async session =>
            {
                foreach (var delivery in outcome)
                {
                    await DeliveryTable.UpdateAsync(session, delivery);
                }
                if (outcome is [{ State: DeliveryState.Waiting } failed])
                {
                    await DeliveryTable.HoldBackAsync(session, failed);
                }
                return taken && afterwards is not null ? await afterwards(session) : 0;
            },
            cancel);
        return taken;
    }
}
