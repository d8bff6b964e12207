using System.Globalization;
using System.Text.Json;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Changes;

/// <summary>What a subscriber was told, and a trial by which it learns whether it hears.</summary>
internal sealed class ChangeTrials(ChangeHooks hooks, GrantBook book, ICatalogue catalogue, TimeProvider time, IEnumerable<IChangePosts> posts)
{
    private const int Shown = 8;

    private const string Trial = "trial-";

    /// <summary>Posts about the newest versions since the address was set, and the trial that is named; the newest first.</summary>
    /// <param name="trial">Minute of a trial as <see cref="TryAsync"/> gave it; null when none is looked for.</param>
    public async Task<IReadOnlyList<ToldChange>> ToldAsync(ChangeHook hook, string resource, string? trial, CancellationToken cancel)
    {
        var told = new List<ToldChange>();
        if (trial is { Length: 12 } && trial.All(char.IsAsciiDigit) && await FindAsync(hook, $"{hook.Id}-{Trial}{trial}", cancel) is { } tried)
        {
            told.Add(new(Version: null, $"{Trial}{trial}", tried));
        }
        var newest = (await catalogue.DataAsync(resource, number: null, cancel))?.Number ?? 0;
        for (var version = newest; version > 0 && version > newest - Shown; version--)
        {
            if (await FindAsync(hook, ChangeHook.KeyOf(hook.Id, version), cancel) is { } state)
            {
                told.Add(new(version, version.ToString(CultureInfo.InvariantCulture), state));
            }
        }
        return told;
    }

    /// <summary>Puts a trial out, once a minute at most: it says that it is one, and nothing of the data.</summary>
    /// <returns>The minute by which it is found again.</returns>
    /// <exception cref="NotFoundException">No address is told for the grant.</exception>
    public async Task<string> TryAsync(Actor actor, string grantId, CancellationToken cancel = default)
    {
        var hook = await HookAsync(actor, grantId, cancel);
        var now = time.GetUtcNow();
        var minute = now.ToChina().ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);
        var grant = (await book.FindAsync(grantId, cancel))!;
        var body = JsonSerializer.Serialize(new { type = "pool.trial", grant = grant.Id, resource = grant.Resource, at = now });
        foreach (var post in posts)
        {
            await post.PutAsync(ChangeHooks.ReceiverOf(hook.Id), $"{hook.Id}-{Trial}{minute}", body, cancel);
        }
        return minute;
    }

    /// <summary>Tells once more at once what has not been taken.</summary>
    /// <param name="key">As <see cref="ToldChange.Key"/>.</param>
    /// <exception cref="NotFoundException">No address is told for the grant.</exception>
    public async Task AgainAsync(Actor actor, string grantId, string key, CancellationToken cancel = default)
    {
        var hook = await HookAsync(actor, grantId, cancel);
        foreach (var post in posts)
        {
            await post.TryAgainAsync(ChangeHooks.ReceiverOf(hook.Id), $"{hook.Id}-{key}", cancel);
        }
    }

    private async Task<ChangeHook> HookAsync(Actor actor, string grantId, CancellationToken cancel) =>
        await hooks.OfGrantAsync(actor, grantId, cancel) ?? throw new NotFoundException("sharing.changes.fault.none");

    private async Task<ChangePostState?> FindAsync(ChangeHook hook, string key, CancellationToken cancel)
    {
        foreach (var post in posts)
        {
            if (await post.FindAsync(ChangeHooks.ReceiverOf(hook.Id), key, cancel) is { } state)
            {
                return state;
            }
        }
        return null;
    }
}

/// <param name="Version">The version that was told of; null for a trial.</param>
/// <param name="Key">The post's key without the subscriber's id.</param>
internal sealed record ToldChange(int? Version, string Key, ChangePostState State);
