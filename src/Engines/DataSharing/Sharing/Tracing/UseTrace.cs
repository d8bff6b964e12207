using System.Data.Common;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>Answers who used what, newest first. Whose question it is must be asked before: a resident asks about himself, a department about its own data or its own uses.</summary>
internal sealed class UseTrace(IDatabase database, SubjectHash subjects)
{
    private const string Columns = "u.entry, u.place, u.at, u.resource, u.version, u.recipient, u.ground, u.items, u.row_count";

    /// <summary>Uses about the person or enterprise with this code.</summary>
    /// <param name="before">Only what is older, for the next page.</param>
    public Task<List<RecordedUse>> AboutAsync(string code, DateTimeOffset? before, int most, CancellationToken cancel = default) => database.ReadAsync(s => s.QueryAsync(
        $"select {Columns} from sharing_use_subject x join sharing_use u on u.entry = x.entry where x.subject = $1 and x.at < $2 order by x.at desc, x.entry desc limit {most}",
        Read, subjects.Of(code), Micros(before)), cancel);

    /// <summary>Uses of the data of the organisations below the path.</summary>
    public Task<List<RecordedUse>> OfProviderAsync(string path, DateTimeOffset? before, int most, CancellationToken cancel = default) => database.ReadAsync(s => s.QueryAsync(
        $"select {Columns} from sharing_use u where u.provider_path >= $1 and u.provider_path < $2 and u.at < $3 order by u.at desc, u.entry desc limit {most}", Read, path, path + "~", Micros(before)), cancel);

    /// <summary>Uses on one ground: a grant, or a matter.</summary>
    public Task<List<RecordedUse>> OnGroundAsync(string ground, DateTimeOffset? before, int most, CancellationToken cancel = default) => database.ReadAsync(s => s.QueryAsync(
        $"select {Columns} from sharing_use u where u.ground = $1 and u.at < $2 order by u.at desc, u.entry desc limit {most}", Read, ground, Micros(before)), cancel);

    /// <summary>The uses of the data of the organisations below the path since then, added up by day in China, ground and resource; newest day first.</summary>
    public Task<List<UseDay>> DaysOfProviderAsync(string path, DateTimeOffset since, int most, CancellationToken cancel = default) => database.ReadAsync(s => s.QueryAsync(
        "select (u.at + 28800000000) / 86400000000 as day_number, u.resource, u.recipient, u.ground, count(*), cast(sum(u.row_count) as bigint) from sharing_use u where u.provider_path >= $1 and u.provider_path < $2 and u.at >= $3 " +
        $"group by 1, 2, 3, 4 order by 1 desc, 6 desc limit {most}",
        r => new UseDay(DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(r.GetInt64(0))), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetInt64(5)), path, path + "~", since.ToMicros()), cancel);

    private static long Micros(DateTimeOffset? before) => before?.ToMicros() ?? long.MaxValue;

    private static RecordedUse Read(DbDataReader r) => new(r.GetString(0), r.GetInt64(1), ChinaTime.FromMicros(r.GetInt64(2)), r.GetString(3), r.GetInt32(4), r.GetString(5), r.GetString(6),
        [.. r.GetString(7).Split(' ', StringSplitOptions.RemoveEmptyEntries)], r.GetInt64(8));
}

/// <summary>The uses of one day on one ground.</summary>
internal sealed record UseDay(DateOnly Day, string Resource, string Recipient, string Ground, long Uses, long Rows);
