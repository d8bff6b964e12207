using System.Data.Common;
using System.Globalization;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Scenarios.BusinessRegistration.Opening.Bank;

/// <summary>Which enterprise's licence went to which bank, and the account that came back.</summary>
internal sealed class OpeningRegister(IDatabase database)
{
    private const int Most = 200;
    private const string Columns = "case_id, party_id, name, licence_no, home_path, bank, bank_path, at, account, opened_at";

    public Task KeepAsync(OpenedEnterprise e, CancellationToken cancel = default) => database.WriteAsync(
        s => s.ExecuteAsync(
            $"insert into registration_opening ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, null, null) on conflict (case_id) do nothing",
            e.CaseId, e.PartyId, e.Name, e.LicenceNo, e.HomePath, e.Bank, e.BankPath, e.At.ToMicros()),
        cancel);

    /// <summary>The first answer stands; the same one told again changes nothing.</summary>
    public Task AccountAsync(string caseId, string account, DateTimeOffset at, CancellationToken cancel = default) => database.WriteAsync(
        s => s.ExecuteAsync("update registration_opening set account = $2, opened_at = $3 where case_id = $1 and account is null", caseId, account, at.ToMicros()), cancel);

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

    private static OpenedEnterprise Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), ChinaTime.FromMicros(r.GetInt64(7)),
        r.IsDBNull(8) ? null : r.GetString(8), r.IsDBNull(9) ? null : ChinaTime.FromMicros(r.GetInt64(9)));
}

/// <param name="Bank">Function of the bank's organisation, and the name of its receiver.</param>
/// <param name="At">When the licence was there.</param>
/// <param name="Account">Number of the account; null until the bank has answered.</param>
public sealed record OpenedEnterprise(string CaseId, string PartyId, string Name, string LicenceNo, string HomePath, string Bank, string BankPath, DateTimeOffset At, string? Account, DateTimeOffset? OpenedAt)
{
    /// <summary>The account as others may see it: its last four digits.</summary>
    public string? Masked => Account is { Length: > 4 } account ? "**** " + account[^4..] : Account;
}
