using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Notices.Contracts;

namespace Zhuangjin.Notices.Delivering;

/// <summary>Posts to other systems by the same outbox as everything else that leaves the house.</summary>
internal sealed class PostOffice(IDatabase database, IEnumerable<IPostReceiver> receivers, IServiceProvider services, OutboxSignal signal, TimeProvider time) : IPosts
{
    private readonly Dictionary<string, IPostReceiver> _receivers = receivers.ToDictionary(r => r.Name, StringComparer.Ordinal);

    // Asked for when a post comes, not at the start: those who answer use this outbox, too.
    private readonly Lazy<IReadOnlyList<IReceiverBook>> _books = new(() => [.. services.GetServices<IReceiverBook>()]);

    public async Task PutAsync(string receiver, string key, string body, CancellationToken cancel = default)
    {
        if (!_receivers.ContainsKey(receiver) && BookOf(receiver) is null)
        {
            throw new InvalidOperationException($"No receiver of posts is named '{receiver}'. Register an IPostReceiver of that name.");
        }
        var now = time.GetUtcNow();
        await database.WriteAsync(s => DeliveryTable.InsertAsync(s, new(Ids.New(now), Channel.Post, receiver, key, body, now, now)), cancel);
        signal.Pulse();
    }

    public async Task<PostState?> FindAsync(string receiver, string key, CancellationToken cancel = default) =>
        await database.ReadAsync(s => DeliveryTable.PostAsync(s, receiver, key), cancel) is { } delivery
            ? new(
                delivery.State switch { DeliveryState.Waiting => PostOutcome.Waiting, DeliveryState.Done => PostOutcome.Delivered, _ => PostOutcome.Failed },
                delivery.Attempts,
                delivery.State == DeliveryState.Waiting ? delivery.DueAt : null,
                delivery.Error,
                delivery.EndedAt)
            : null;

    public async Task<bool> TryAgainAsync(string receiver, string key, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var found = await database.WriteAsync(s => DeliveryTable.HurryAsync(s, receiver, key, now), cancel);
        signal.Pulse();
        return found > 0;
    }

    /// <exception cref="DeliveryException">The system has no address, did not take it, or answered what cannot be read.</exception>
    public async Task SendAsync(SignedPost posts, Delivery delivery, CancellationToken cancel)
    {
        if (BookOf(delivery.Target) is { } book)
        {
            if (await book.FindAsync(delivery.Target, cancel) is { } subscriber)
            {
                await posts.SendAsync(subscriber.Address, subscriber.Secret, delivery.Message, delivery.Body, cancel);
            }
            return;
        }
        if (!_receivers.TryGetValue(delivery.Target, out var receiver) || receiver.Address is not { } address)
        {
            throw new DeliveryException("no address is set for this receiver", final: false);
        }
        var answer = await posts.AskAsync(address, receiver.Secret, delivery.Message, delivery.Body, cancel);
        try
        {
            await receiver.AnsweredAsync(delivery.Message, answer, cancel);
        }
        catch (RefusalException refusal)
        {
            // Only this post waits for it: an answer that cannot be used here must not stop what goes to others.
            throw new DeliveryException("its answer could not be used here: " + refusal.Message, final: false, refusal);
        }
        catch (FormatException trouble)
        {
            throw new DeliveryException("its answer cannot be read: " + trouble.Message, final: false, trouble);
        }
    }

    private IReceiverBook? BookOf(string receiver) => _books.Value.FirstOrDefault(b => receiver.StartsWith(b.Prefix, StringComparison.Ordinal));
}
