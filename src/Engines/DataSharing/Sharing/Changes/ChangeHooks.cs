using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Requests;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Changes;

/// <summary>Where the holders of grants want to be told that there are changes. One address for a grant; it is told as long as the grant runs.</summary>
/// <remarks>This server posts only to hosts that the administrator has named (setting Sharing:ChangeHosts, separated by commas): otherwise a department could have it knock at doors of the inner network.</remarks>
internal sealed class ChangeHooks(IDatabase database, GrantBook book, GrantGate gate, GrantKeys keys, IEvidenceRecorder evidence, IConfiguration configuration, TimeProvider time) : IChangeReceivers
{
    private readonly ImmutableHashSet<string> _hosts = [.. (configuration["Sharing:ChangeHosts"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(h => h.ToLowerInvariant())];

    /// <summary>Hosts at which somebody may be told, in their order.</summary>
    public IReadOnlyList<string> Hosts => [.. _hosts.Order(StringComparer.Ordinal)];

    public static string ReceiverOf(string hook) => IChangeReceivers.Prefix + hook;

    /// <summary>Sets the address; the one before is told no more.</summary>
    /// <returns>The secret of the signature, in the form of Standard Webhooks. It is given out this once.</returns>
    /// <exception cref="DeniedException">There is no such grant for the actor, or it has ended.</exception>
    /// <exception cref="InvalidInputException">No address of a host that the administrator has named.</exception>
    public async Task<string> SetAsync(Actor actor, string grantId, string? address, CancellationToken cancel = default)
    {
        var grant = await OpenAsync(actor, grantId, cancel);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.AbsoluteUri.Length > 500)
        {
            throw new InvalidInputException("address", "sharing.changes.fault.address");
        }
        if (!_hosts.Contains(uri.Host.ToLowerInvariant()))
        {
            throw new InvalidInputException("address", "sharing.changes.fault.host", uri.Host);
        }
        var now = time.GetUtcNow();
        var hook = Ids.New(time);
        await database.WriteAsync(async s =>
        {
            await s.ExecuteAsync("delete from sharing_change_hook where grant_id = $1", grant.Id);
            await s.ExecuteAsync("insert into sharing_change_hook (grant_id, id, resource, address, at) values ($1, $2, $3, $4, $5)", grant.Id, hook, grant.Resource, uri.AbsoluteUri, now.ToMicros());
            await RecordAsync(s, actor, "sharing.changes-subscribed", grant, now, uri.Host);
            return 0;
        }, cancel);
        return "whsec_" + Convert.ToBase64String(SecretOf(hook));
    }

    /// <summary>Takes the address away; nothing happens when there is none.</summary>
    /// <exception cref="DeniedException">There is no such grant for the actor, or it has ended.</exception>
    public async Task RemoveAsync(Actor actor, string grantId, CancellationToken cancel = default)
    {
        var grant = await OpenAsync(actor, grantId, cancel);
        var now = time.GetUtcNow();
        await database.WriteAsync(async s =>
        {
            if (await s.ExecuteAsync("delete from sharing_change_hook where grant_id = $1", grant.Id) == 1)
            {
                await RecordAsync(s, actor, "sharing.changes-unsubscribed", grant, now, "");
            }
            return 0;
        }, cancel);
    }

    /// <summary>The address that is told for a grant; null when none is.</summary>
    /// <exception cref="DeniedException">There is no such grant for the actor, or it has ended.</exception>
    public async Task<ChangeHook?> OfGrantAsync(Actor actor, string grantId, CancellationToken cancel = default)
    {
        var grant = await OpenAsync(actor, grantId, cancel);
        return await database.ReadAsync(s => s.FirstAsync("select id, address, at from sharing_change_hook where grant_id = $1", r => new ChangeHook(r.GetString(0), new Uri(r.GetString(1)), ChinaTime.FromMicros(r.GetInt64(2))), grant.Id), cancel);
    }

    /// <summary>The subscribers of a resource whose grants run.</summary>
    public async Task<List<(string Hook, string GrantId)>> OfAsync(string resource, CancellationToken cancel)
    {
        var known = await database.ReadAsync(s => s.QueryAsync("select id, grant_id from sharing_change_hook where resource = $1 order by id", r => (r.GetString(0), r.GetString(1)), resource), cancel);
        var running = new List<(string, string)>();
        foreach (var (hook, grant) in known)
        {
            if (await RunsAsync(grant, cancel))
            {
                running.Add((hook, grant));
            }
        }
        return running;
    }

    public async ValueTask<(Uri Address, byte[] Secret)?> FindAsync(string receiver, CancellationToken cancel = default)
    {
        var hook = receiver[IChangeReceivers.Prefix.Length..];
        var found = await database.ReadAsync(s => s.FirstAsync("select grant_id, address from sharing_change_hook where id = $1", r => (Grant: r.GetString(0), Address: r.GetString(1)), hook), cancel);
        // What the administrator has taken from the list is told no more, and a grant that has ended is not either.
        return found.Grant is not null && new Uri(found.Address) is var address && _hosts.Contains(address.Host.ToLowerInvariant()) && await RunsAsync(found.Grant, cancel) ? (address, SecretOf(hook)) : null;
    }

    private async Task<Grant> OpenAsync(Actor actor, string grantId, CancellationToken cancel) =>
        (await gate.OpenAsync(actor, (await book.FindAsync(grantId, cancel))?.Resource ?? "", grantId, cancel)).Grant;

    private async ValueTask<bool> RunsAsync(string grantId, CancellationToken cancel) =>
        await book.FindAsync(grantId, cancel) is { } grant && RequestRules.Ended(grant, time.GetUtcNow().ChinaDate()) is null;

    private byte[] SecretOf(string hook) => HMACSHA256.HashData(keys.Marks, Encoding.UTF8.GetBytes("change hook " + hook));

    private async ValueTask RecordAsync(ISession session, Actor actor, string type, Grant grant, DateTimeOffset at, string host)
    {
        var stream = GrantStore.Stream(grant.Id);
        await evidence.RecordAsync(session, new EvidenceEvent(type, stream, await evidence.NextSequenceAsync(session, stream), at, "office/" + grant.RecipientId,
            ImmutableSortedDictionary<string, string>.Empty.Add("resource", grant.Resource).Add("host", host), ImmutableSortedDictionary<string, string>.Empty.Add("person", actor.PersonId)));
    }
}

/// <param name="At">Since when the address is told.</param>
internal sealed record ChangeHook(string Id, Uri Address, DateTimeOffset At)
{
    /// <summary>Key of the post that tells of a version.</summary>
    public static string KeyOf(string hook, int version) => $"{hook}-{version}";
}

/// <summary>Tells the subscribers of a resource that there is a new version: that there are changes and up to which cursor, nothing of what they are.</summary>
internal sealed class ChangeFollower(ChangeHooks hooks, ChangeFeed feed, IEnumerable<IChangePosts> posts) : ILogFollower
{
    public string Name => "sharing.change-hooks";

    public bool Wants(string type) => type == "sharing.published";

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        var resource = happened.Stream["resource/".Length..];
        var version = int.Parse(happened.Facts["version"], System.Globalization.CultureInfo.InvariantCulture);
        foreach (var post in posts)
        {
            foreach (var (hook, grant) in await hooks.OfAsync(resource, cancel))
            {
                var body = System.Text.Json.JsonSerializer.Serialize(new { type = "pool.changes", grant, resource, cursor = feed.After(grant, version), changes = $"/api/v1/grants/{grant}/changes" });
                await post.PutAsync(ChangeHooks.ReceiverOf(hook), ChangeHook.KeyOf(hook, version), body, cancel);
            }
        }
    }
}
