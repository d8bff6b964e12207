using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Notices.Contracts;

namespace Zhuangjin.Web.Wiring;

/// <summary>Word of changes in the pool leaves by the outbox of Notices: signed, tried again, and shown to the administrator when it was in vain.</summary>
internal sealed class ChangePostsThroughNotices(IPosts posts) : IChangePosts
{
    public Task PutAsync(string receiver, string key, string body, CancellationToken cancel = default) => posts.PutAsync(receiver, key, body, cancel);

    public async Task<ChangePostState?> FindAsync(string receiver, string key, CancellationToken cancel = default) =>
        await posts.FindAsync(receiver, key, cancel) is { } post ? new(post.Outcome == PostOutcome.Delivered, post.Attempts, post.NextAt, post.Error, post.EndedAt) : null;

    public Task TryAgainAsync(string receiver, string key, CancellationToken cancel = default) => posts.TryAgainAsync(receiver, key, cancel);
}

/// <summary>Where such word goes: what the pool's subscribers say at that moment.</summary>
internal sealed class ChangeReceiversOfPool(IChangeReceivers receivers) : IReceiverBook
{
    public string Prefix => IChangeReceivers.Prefix;

    public ValueTask<(Uri Address, byte[] Secret)?> FindAsync(string name, CancellationToken cancel = default) => receivers.FindAsync(name, cancel);
}
