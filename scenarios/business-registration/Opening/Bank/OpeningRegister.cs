using System.Data.Common;
using System.Globalization;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Scenarios.BusinessRegistration.Opening.Bank;

/// <summary>Which enterprise's licence went to which bank, and the account that came back.</summary>
internal sealed class OpeningRegister(IDatabase database, AccountBox box)
{
    private const int Most = 200;
    private const string Columns = "case_id, party_id, name, licence_no, home_path, bank, bank_path, at, account, opened_at";

    public Task KeepAsync(OpenedEnterprise e, CancellationToken cancel = default) => database.WriteAsync(
        s => s.ExecuteAsync(
            $"insert into registration_opening ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, null, null) on conflict (case_id) do nothing",
            e.CaseId, e.PartyId, e.Name, e.LicenceNo, e.HomePath, e.Bank, e.BankPath, e.At.ToMicros()),
        cancel);

    /// <summary>The first answer stands; the same one told again changes nothing.</summary>
    public async Task AccountAsync(string caseId, string account, DateTimeOffset at, CancellationToken cancel = default)
    {
        var closed = box.Close(account);
        await database.WriteAsync(
            s => s.ExecuteAsync("update registration_opening set account = $2, opened_at = $3 where case_id = $1 and account is null", caseId, closed, at.ToMicros()), cancel);
    }

    /// <summary>Seals accounts that stand in plain text.</summary>
    public async Task SealPlainAsync(CancellationToken cancel = default)
    {
        var plain = (await database.ReadAsync(s => s.QueryAsync("select case_id, account from registration_opening where account is not null", r => (Id: r.GetString(0), Account: r.GetString(1))), cancel))
            .Where(o => !AccountBox.IsClosed(o.Account)).Select(o => (o.Id, o.Account, Closed: box.Close(o.Account))).ToList();
        if (plain.Count > 0)
        {
            await database.WriteAsync(
                async s =>
                {
                    var done = 0;
                    foreach (var (id, account, closed) in plain)
                    {
                        done += await s.ExecuteAsync("update registration_opening set account = $3 where case_id = $1 and account = $2", id, account, closed);
                    }
                    return done;
                },
                cancel);
        }
    }

    public Task<OpenedEnterprise?> FindAsync(string caseId, CancellationToken cancel = default) =>
        database.ReadAsync(s => s.FirstAsync($"select {Columns} from registration_opening where case_id = $1", Read, caseId), cancel);

    public async Task<IReadOnlyList<OpenedEnterprise>> OfPartyAsync(string party, CancellationToken cancel = default) =>
        await database.ReadAsync(s => s.QueryAsync($"select {Columns} from registration_opening where party_id = $1 order by case_id desc", Read, party), cancel);

    /// <summary>Those at home, or with a bank, below one of the paths; the newest first.</summary>
    public async Task<IReadOnlyList<OpenedEnterprise>> BelowAsync(IReadOnlyList<string> paths, CancellationToken cancel = default)
    {
        var found = new Dictionary<string, OpenedEnterprise>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var below = await database.ReadAsync(
                s => s.QueryAsync(
                    $"select {Columns} from registration_opening where (home_path >= $1 and home_path < $2) or (bank_path >= $1 and bank_path < $2) order by case_id desc limit {Most.ToString(CultureInfo.InvariantCulture)}",
                    Read, path, path[..^1] + "0"),
                cancel);
            below.ForEach(e => found[e.CaseId] = e);
        }
        return [.. found.Values.OrderByDescending(e => e.CaseId, StringComparer.Ordinal).Take(Most)];
    }

    private OpenedEnterprise Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), ChinaTime.FromMicros(r.GetInt64(7)),
        r.IsDBNull(8) ? null : box.Read(r.GetString(8)), r.IsDBNull(9) ? null : ChinaTime.FromMicros(r.GetInt64(9)));
}

/// <param name="Bank">Function of the bank's organisation, and the name of its receiver.</param>
/// <param name="At">When the licence was there.</param>
/// <param name="Account">Number of the account; null until the bank has answered.</param>
public sealed record OpenedEnterprise(string CaseId, string PartyId, string Name, string LicenceNo, string HomePath, string Bank, string BankPath, DateTimeOffset At, string? Account, DateTimeOffset? OpenedAt)
{
    /// <summary>The account as pages show it: its last four digits.</summary>
    public string? Masked => Account is { Length: > 4 } account ? "**** " + account[^4..] : Account;
}
