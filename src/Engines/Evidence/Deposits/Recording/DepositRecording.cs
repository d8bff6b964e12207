using System.Data.Common;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Deposits.Receipts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Deposits.Recording;

/// <summary>Records deposits. Entry, search row, counts and the program's own key are one transaction: whatever was acknowledged is found, and is never recorded twice.</summary>
internal sealed class DepositRecording(IDatabase database, IEvidenceRecorder recorder, PrivateFields hidden, LogKey key, DepositRules rules, TimeProvider time) : IDeposits
{
    private const string UniqueViolation = "23505";

    public async Task<IReadOnlyList<DepositAnswer>> DepositAsync(Depositor by, IReadOnlyList<NewDeposit> asked, CancellationToken cancel = default)
    {
        var at = ChinaTime.FromMicros(time.GetUtcNow().ToMicros());
        var answers = asked.Select(a => new DepositAnswer(null, Again: false, DepositJudgement.FaultsOf(a, at))).ToArray();
        var right = Enumerable.Range(0, asked.Count).Where(i => answers[i].Faults.Count == 0).ToList();
        if (right.Count == 0)
        {
            return answers;
        }
        var recorded = await RecordOnceMoreAsync(by, [.. right.Select(i => asked[i])], at, cancel);
        for (var n = 0; n < right.Count; n++)
        {
            var (deposit, again) = recorded[n];
            answers[right[n]] = again && !await IsSameAsync(deposit, asked[right[n]], by, cancel)
                ? new(null, Again: false, [new("key", "evidence.deposit.fault.key-reused")])
                : new(deposit.Receipt(key.Note, at), again, []);
        }
        return answers;
    }

    public Task<DepositReceipt?> ReceiptAsync(string id, CancellationToken cancel = default) => database.ReadAsync(
        async session => (await DepositRows.FindAsync(session, id))?.Receipt(key.Note, time.GetUtcNow()),
        cancel);

    public Task<long> OverdueAsync(CancellationToken cancel = default) => database.ReadAsync(session => DepositRows.OverdueAsync(session, time.GetUtcNow()), cancel);

    /// <summary>Two nodes may meet with one key in two scenes; the second then finds what the first recorded.</summary>
    private async Task<IReadOnlyList<(StoredDeposit Deposit, bool Again)>> RecordOnceMoreAsync(Depositor by, IReadOnlyList<NewDeposit> asked, DateTimeOffset at, CancellationToken cancel)
    {
        try
        {
            return await database.WriteAsync(session => RecordAsync(session, by, asked, at), cancel);
        }
        catch (DbException met) when (met.SqlState == UniqueViolation)
        {
            return await database.WriteAsync(session => RecordAsync(session, by, asked, at), cancel);
        }
    }

    private async ValueTask<IReadOnlyList<(StoredDeposit Deposit, bool Again)>> RecordAsync(ISession session, Depositor by, IReadOnlyList<NewDeposit> asked, DateTimeOffset at)
    {
        var counts = new Dictionary<string, (long Before, long Now)>(StringComparer.Ordinal);
        foreach (var scene in asked.Select(a => a.Scene).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var before = await DepositRows.TakeStreamAsync(session, by.OrganisationId, scene);
            counts[scene] = (before, before);
        }
        var outcomes = new List<(StoredDeposit, bool)>(asked.Count);
        var entries = new List<PreparedEntry>(asked.Count);
        var keys = new Dictionary<string, StoredDeposit>(StringComparer.Ordinal);
        foreach (var one in asked)
        {
            if (one.Key is { } name && (keys.GetValueOrDefault(name) ?? await DepositRows.FindByKeyAsync(session, by.ProgramId, name)) is { } known)
            {
                outcomes.Add((known, true));
                continue;
            }
            var (before, last) = counts[one.Scene];
            counts[one.Scene] = (before, last + 1);
            var entry = recorder.Prepare(DepositJudgement.ToEvent(one, by, last + 1, at));
            entries.Add(entry);
            var deposit = new StoredDeposit(entry.Id, by.OrganisationId, one.Scene, one.Kind, last + 1, one.Size, at, at + rules.MaximumMergeDelay, entry.Bytes, null);
            outcomes.Add((deposit, false));
            await DepositRows.AddAsync(session, deposit, one, by.ProgramId);
            if (one.Key is { } key)
            {
                keys[key] = deposit;
            }
        }
        foreach (var (scene, (before, now)) in counts.Where(c => c.Value.Now > c.Value.Before))
        {
            await DepositRows.CountAsync(session, by.OrganisationId, scene, now, at.ChinaDate(), now - before);
        }
        await recorder.RecordPreparedAsync(session, entries);
        return outcomes;
    }

    /// <summary>Whether what is asked now is what was deposited under its key: open values as the log has them, private ones as far as they were not erased since.</summary>
    private async Task<bool> IsSameAsync(StoredDeposit deposit, NewDeposit asked, Depositor by, CancellationToken cancel)
    {
        var now = DepositJudgement.ToEvent(asked, by, deposit.Sequence, deposit.At);
        var then = Entry.Read(deposit.Entry);
        if (now.Stream != then.Stream || !now.Facts.SequenceEqual(then.Facts) || !now.Private.Keys.SequenceEqual(then.Commitments.Keys))
        {
            return false;
        }
        var kept = await database.ReadAsync(session => hidden.OfEntryAsync(session, deposit.Id), cancel);
        return kept.Erased || kept.Fields.All(f => now.Private.GetValueOrDefault(f.Name) == f.Value);
    }
}
