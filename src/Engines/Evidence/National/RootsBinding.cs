using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.National;

/// <summary>How often the two roots are bound at most: the setting <c>Evidence:BindRootsEvery</c> ("01:00:00").</summary>
internal sealed record BindingInterval(TimeSpan AtLeast)
{
    public static BindingInterval Of(IServiceProvider services)
    {
        var text = services.GetService<IConfiguration>()?["Evidence:BindRootsEvery"];
        return string.IsNullOrEmpty(text) ? new(TimeSpan.FromHours(1))
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var every) && every > TimeSpan.Zero ? new(every)
            : throw new InvalidOperationException($"The setting Evidence:BindRootsEvery is '{text}'. Give a time such as 01:00:00.");
    }
}

/// <summary>Now and then records the roots of both trees at one size as an entry of the log itself, so that who holds either tree holds the other one too.</summary>
internal sealed class RootsBinding(IDatabase database, TimeProvider time, IEvidenceRecorder recorder, BindingInterval interval)
{
    public const string Type = "evidence.roots-bound";

    public const string Stream = "evidence/roots";

    /// <summary>How long after the log's first growth the first binding comes, if the interval is not shorter: what comes at the beginning shall be under it together.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    /// <summary>Records a binding when the log has grown by other entries since the last one, and that one is old enough. Returns the size bound, or null.</summary>
    public async Task<long?> BindAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (await database.ReadAsync(session => DueAsync(session, now), cancel) is not { } due)
        {
            return null;
        }
        var recorded = await database.WriteAsync(
            async session =>
            {
                var next = await recorder.NextSequenceAsync(session, Stream);
                return next == due.Sequence ? await recorder.RecordAsync(session, due) : null;
            },
            cancel);
        return recorded is null ? null : BoundRoots.Read(due.Facts).Size;
    }

    private async ValueTask<EvidenceEvent?> DueAsync(ISession session, DateTimeOffset now)
    {
        var state = await SealedTree.National.StateAsync(session) ?? throw new InvalidOperationException("The national log has not been created.");
        var (sequence, at, place, entry) = await session.FirstAsync(
            "select e.sequence, e.at, e.place, e.entry from evidence_stream s join evidence_entry e on e.id = s.entry_id where s.stream = $1",
            r => (r.GetInt64(0), ChinaTime.FromMicros(r.GetInt64(1)), r.IsDBNull(2) ? long.MaxValue : r.GetInt64(2), r.GetFieldValue<byte[]>(3)),
            Stream);
        if (sequence == 0)
        {
            var began = await session.FirstAsync("select at from evidence_national_checkpoint where size > 0 order by size limit 1", r => ChinaTime.FromMicros(r.GetInt64(0)));
            if (state.Size == 0 || (now - began).Duration() < (interval.AtLeast < First ? interval.AtLeast : First))
            {
                return null;
            }
        }
        else
        {
            // The binding is an entry too, and must not call for the next one. A clock that was set back counts as time that has passed.
            var bound = BoundRoots.Read(Entries.Entry.Read(entry!).Facts).Size;
            if (place >= state.Size || state.Size <= bound + 1 || (now - at).Duration() < interval.AtLeast)
            {
                return null;
            }
        }
        return await SealedTree.Main.SignedRootAsync(session, state.Size) is { } root
            ? new(Type, Stream, sequence + 1, now, "clock", new BoundRoots(state.Size, root, state.Root).Facts, ImmutableSortedDictionary<string, string>.Empty)
            : null;
    }
}

/// <summary>What a binding entry says: at this size the trees have these roots.</summary>
internal sealed record BoundRoots(long Size, byte[] Sha256, byte[] Sm3)
{
    public ImmutableSortedDictionary<string, string> Facts { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
        .Add("size", Size.ToString(CultureInfo.InvariantCulture))
        .Add("sha256", Convert.ToBase64String(Sha256))
        .Add("sm3", Convert.ToBase64String(Sm3));

    /// <exception cref="FormatException">The facts of no binding.</exception>
    public static BoundRoots Read(IReadOnlyDictionary<string, string> facts) =>
        facts.TryGetValue("size", out var size) && facts.TryGetValue("sha256", out var sha256) && facts.TryGetValue("sm3", out var sm3)
        && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(number, Convert.FromBase64String(sha256), Convert.FromBase64String(sm3))
            : throw new FormatException("A binding entry names size, sha256 and sm3.");
}
