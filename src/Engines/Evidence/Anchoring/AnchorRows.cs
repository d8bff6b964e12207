using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>A checkpoint of ours that somebody outside holds.</summary>
/// <param name="Kind"><see cref="AnchorKind"/>.</param>
/// <param name="Size">Entries under the checkpoint.</param>
/// <param name="At">When, by the outsider's clock.</param>
/// <param name="Proof">What the outsider gave.</param>
/// <param name="Text">What was stamped; "" for a peer's.</param>
/// <param name="Digest">"sha256" or "sm3" for a time stamp; "" for a peer's.</param>
internal sealed record Anchor(string Id, string Kind, string Name, long Size, DateTimeOffset At, byte[] Proof, string Text, string Digest);

/// <summary>An anchor without its bytes.</summary>
internal sealed record AnchorMark(string Id, string Kind, string Name, long Size, DateTimeOffset At)
{
    /// <summary>Where what the outsider gave can be downloaded.</summary>
    public string Href => $"/evidence/anchors/{Id}.{(Kind == AnchorKind.TimeStamp ? "tsr" : "tlog-proof")}";
}

internal static class AnchorKind
{
    public const string TimeStamp = "time-stamp";

    public const string Peer = "peer";
}

/// <summary>When somebody is asked next, and what failed last.</summary>
/// <param name="Fault">Text key of the last failure; "" when all is well.</param>
/// <param name="Detail">Its values, one a line.</param>
internal sealed record AnchorPlan(string Kind, string Name, DateTimeOffset NextAt, DateTimeOffset DoneAt, long Failures, string Fault, string Detail)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    public static AnchorPlan New(string kind, string name) => new(kind, name, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 0, "", "");

    /// <summary>What failed last; null when all is well.</summary>
    public Fault? LastFault => Fault.Length == 0 ? null : new("", Fault, Detail.Split('\n'));

    private static string Short(string text) => (text.Length > 300 ? text[..300] + "…" : text).ReplaceLineEndings(" ");

    public bool IsAsked => NextAt == DateTimeOffset.UnixEpoch;

    public AnchorPlan Succeeded(DateTimeOffset now, TimeSpan interval) => this with { NextAt = now + interval, DoneAt = now, Failures = 0, Fault = "", Detail = "" };

    /// <summary>Pauses grow from ten seconds to an hour.</summary>
    public AnchorPlan Failed(DateTimeOffset now, Fault fault)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(Failures, 12));
        return this with { NextAt = now + (pause < LongestPause ? pause : LongestPause), Failures = Failures + 1, Fault = fault.Code, Detail = string.Join('\n', fault.Args.Select(Short)) };
    }
}

/// <summary>The statements over the tables of anchors.</summary>
internal static class AnchorRows
{
    private const string Columns = "select id, kind, name, size, at, proof, text, digest from evidence_anchor ";

    public static ValueTask AddAsync(ISession session, Anchor anchor) => session.DeferAsync(
        "insert into evidence_anchor (id, kind, name, size, at, proof, text, digest) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [anchor.Id, anchor.Kind, anchor.Name, anchor.Size, anchor.At.ToMicros(), anchor.Proof, anchor.Text, anchor.Digest]);

    public static ValueTask<Anchor?> FindAsync(ISession session, string id) => session.FirstAsync(Columns + "where id = $1", Read, id);

    public static ValueTask<Anchor?> NewestOfAsync(ISession session, string kind, string name) =>
        session.FirstAsync(Columns + "where kind = $1 and name = $2 order by size desc limit 1", Read, kind, name);

    /// <summary>The first anchor of an outsider over the entry at a place: the oldest proof of his that it existed.</summary>
    public static ValueTask<AnchorMark?> FirstOverAsync(ISession session, string kind, string name, long place) => session.FirstAsync(
        "select id, kind, name, size, at from evidence_anchor where kind = $1 and name = $2 and size > $3 order by size limit 1", ReadMark, kind, name, place);

    /// <summary>Who has given an anchor so far.</summary>
    public static ValueTask<List<(string Kind, string Name)>> OutsidersAsync(ISession session) =>
        session.QueryAsync("select kind, name from evidence_anchor_plan order by kind desc, name", r => (r.GetString(0), r.GetString(1)));

    public static ValueTask<List<AnchorMark>> NewestAsync(ISession session, int most) =>
        session.QueryAsync($"select id, kind, name, size, at from evidence_anchor order by at desc, id desc limit {most}", ReadMark);

    public static ValueTask<List<AnchorPlan>> PlansAsync(ISession session) => session.QueryAsync(
        "select kind, name, next_at, done_at, failures, fault, detail from evidence_anchor_plan",
        r => new AnchorPlan(r.GetString(0), r.GetString(1), ChinaTime.FromMicros(r.GetInt64(2)), ChinaTime.FromMicros(r.GetInt64(3)), r.GetInt64(4), r.GetString(5), r.GetString(6)));

    public static ValueTask<int> SavePlanAsync(ISession session, AnchorPlan plan) => session.ExecuteAsync(
        """
        insert into evidence_anchor_plan (kind, name, next_at, done_at, failures, fault, detail) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (kind, name) do update set next_at = excluded.next_at, done_at = excluded.done_at, failures = excluded.failures, fault = excluded.fault, detail = excluded.detail
        """,
        plan.Kind, plan.Name, plan.NextAt.ToMicros(), plan.DoneAt.ToMicros(), plan.Failures, plan.Fault, plan.Detail);

    /// <summary>Everybody is asked at once.</summary>
    public static ValueTask<int> AskNowAsync(ISession session) => session.ExecuteAsync("update evidence_anchor_plan set next_at = 0");

    private static Anchor Read(System.Data.Common.DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3), ChinaTime.FromMicros(r.GetInt64(4)), r.GetFieldValue<byte[]>(5), r.GetString(6), r.GetString(7));

    private static AnchorMark ReadMark(System.Data.Common.DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3), ChinaTime.FromMicros(r.GetInt64(4)));
}
