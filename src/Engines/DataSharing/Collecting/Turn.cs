using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.DataSharing.Collecting;

/// <summary>Who comes second waits until the first transaction has ended, and then sees what it did. SQLite has one writer anyway.</summary>
internal static class Turn
{
    /// <summary>Turn of one sheet: a row must not come in while it is handed in.</summary>
    public static ValueTask<int> OfSheetAsync(ISession session, string lead, string community) => TakeAsync(session, $"sharing.collect/{lead}/{community}");

    private static ValueTask<int> TakeAsync(ISession session, string name) => session.Dialect == Dialect.Sqlite ? ValueTask.FromResult(0) : session.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended($1, 0))", name);
}
