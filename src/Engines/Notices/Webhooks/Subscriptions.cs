using System.Collections.Immutable;
using System.Security.Cryptography;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Notices.Preferences;

namespace Zhuangjin.Notices.Webhooks;

/// <summary>Keeps the subscriptions; opening, testing and closing one are events.</summary>
internal sealed class Subscriptions(IDatabase database, IEvidenceRecorder recorder, AddressBox box, TimeProvider time)
{
    /// <summary>How a secret is written, after the convention of Standard Webhooks.</summary>
    public const string SecretPrefix = "whsec_";

    private const string Columns = "id, name, address, secret, types, events, created_at, closed_at";

    /// <summary>How long what was read serves the log's many events: so long a new subscription may wait for its first one on other nodes.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(1);

    private (long At, IReadOnlyList<Subscription> All)? _known;

    /// <summary>Whether a subscriber might want such a type; true while one has not looked for a moment.</summary>
    public bool MayWant(string type) => MayBeTold(type) && (_known is not { } known || time.GetElapsedTime(known.At) > Keep || known.All.Any(s => s.Wants(type)));

    public async Task<IReadOnlyList<Subscription>> WantingAsync(string type, CancellationToken cancel)
    {
        if (!MayBeTold(type))
        {
            return [];
        }
        if (_known is not { } known || time.GetElapsedTime(known.At) > Keep)
        {
            _known = known = (time.GetTimestamp(), await AllAsync(cancel));
        }
        return [.. known.All.Where(s => s.Wants(type))];
    }

    /// <summary>Nobody is told of this engine's own events: a delivery must not cause the next one.</summary>
    private static bool MayBeTold(string type) => !type.StartsWith("notices.", StringComparison.Ordinal);

    public async Task<IReadOnlyList<Subscription>> AllAsync(CancellationToken cancel) =>
        await database.ReadAsync(s => s.QueryAsync($"select {Columns} from notices_subscription order by created_at desc, id desc", Read), cancel);

    public Task<Subscription?> FindAsync(string id, CancellationToken cancel) =>
        database.ReadAsync(s => s.FirstAsync($"select {Columns} from notices_subscription where id = $1", Read, id), cancel);

    /// <returns>The subscription and its secret as the receiver needs it; it is shown this once.</returns>
    /// <exception cref="InvalidInputException">Each fault at its field.</exception>
    public async Task<(Subscription Subscription, string Secret)> OpenAsync(string by, string name, string address, string types, CancellationToken cancel)
    {
        var faults = new List<Fault>();
        if (name.Trim() is not { Length: > 0 and <= 60 })
        {
            faults.Add(new("name", "notices.fault.name"));
        }
        if (!Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
        {
            faults.Add(new("address", "notices.fault.address"));
        }
        var wanted = types.Split([',', ' ', '\n', '\r', '，'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (wanted.Length is 0 or > 20 || wanted.Any(t => t.Length > 60 || !t.All(c => char.IsAsciiLetterLower(c) || c is '.' or '-') || !MayBeTold(t)))
        {
            faults.Add(new("types", "notices.fault.types"));
        }
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        var now = time.GetUtcNow();
        var opened = new Subscription(Ids.New(now), name.Trim(), uri!, RandomNumberGenerator.GetBytes(32), wanted, 1, now, null);
        await database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "insert into notices_subscription (id, name, address, secret, types, events, created_at) values ($1, $2, $3, $4, $5, 1, $6)",
                    opened.Id, opened.Name, opened.Address.AbsoluteUri, box.Seal(Convert.ToBase64String(opened.Secret)), string.Join(',', opened.Types), now.ToMicros());
                await recorder.RecordAsync(session, Happened("notices.subscription-opened", opened, 1, by, now));
                return 0;
            },
            cancel);
        _known = null;
        return (opened, SecretPrefix + Convert.ToBase64String(opened.Secret));
    }

    /// <summary>Nothing is posted there any more; what waits is dropped when its turn comes.</summary>
    public async Task CloseAsync(string by, string id, CancellationToken cancel)
    {
        var subscription = await FindAsync(id, cancel) ?? throw new NotFoundException("notices.fault.no-subscription", id);
        var now = time.GetUtcNow();
        await database.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync("update notices_subscription set closed_at = $2, events = events + 1 where id = $1 and closed_at is null", id, now.ToMicros()) == 1)
                {
                    await recorder.RecordAsync(session, Happened("notices.subscription-closed", subscription, subscription.Events + 1, by, now));
                }
                return 0;
            },
            cancel);
    }

    private static EvidenceEvent Happened(string type, Subscription subscription, long sequence, string by, DateTimeOffset at) => new(
        type,
        "subscription/" + subscription.Id,
        sequence,
        at,
        by,
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("types", string.Join(',', subscription.Types))]),
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("address", subscription.Address.AbsoluteUri), KeyValuePair.Create("name", subscription.Name)]));

    private Subscription Read(System.Data.Common.DbDataReader r) => new(
        r.GetString(0), r.GetString(1), new Uri(r.GetString(2)), Convert.FromBase64String(box.Open(r.GetString(3))), r.GetString(4).Split(','), r.GetInt64(5),
        ChinaTime.FromMicros(r.GetInt64(6)), r.IsDBNull(7) ? null : ChinaTime.FromMicros(r.GetInt64(7)));
}
