using System.Data.Common;
using System.Text.Json;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Drafts;

/// <summary>Statements on drafts.</summary>
internal static class DraftTable
{
    private const string Columns = "id, owner, version, matter, saved_at, case_id, body";

    public static ValueTask<int> InsertAsync(ISession session, DraftRow row) => session.ExecuteAsync(
        "insert into cases_draft (id, owner, version, matter, party, saved_at, case_id, body) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing",
        row.Id, row.Owner, row.Version, row.Matter, row.Body.Applicant.Id, row.SavedAt.ToMicros(), row.CaseId, JsonSerializer.Serialize(row.Body, CaseJson.Compact.DraftBody));

    /// <summary>Keeps a change unless another was faster or the draft was submitted; returns the rows touched.</summary>
    public static ValueTask<int> UpdateAsync(ISession session, DraftRow row) => session.ExecuteAsync(
        "update cases_draft set version = $3, saved_at = $4, body = $5 where id = $1 and version = $2 and case_id is null",
        row.Id, row.Version, row.Version + 1, row.SavedAt.ToMicros(), JsonSerializer.Serialize(row.Body, CaseJson.Compact.DraftBody));

    public static ValueTask<int> SetCaseAsync(ISession session, string id, string caseId) =>
        session.ExecuteAsync("update cases_draft set case_id = $2 where id = $1", id, caseId);

    public static ValueTask<int> DeleteAsync(ISession session, string id) =>
        session.ExecuteAsync("delete from cases_draft where id = $1 and case_id is null", id);

    public static ValueTask<DraftRow?> FindAsync(ISession session, string id) =>
        session.FirstAsync($"select {Columns} from cases_draft where id = $1", Read, id);

    public static ValueTask<List<DraftRow>> OfOwnerAsync(ISession session, string owner) =>
        session.QueryAsync($"select {Columns} from cases_draft where owner = $1 and case_id is null order by saved_at desc limit 100", Read, owner);

    private static DraftRow Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetString(3), ChinaTime.FromMicros(r.GetInt64(4)), r.IsDBNull(5) ? null : r.GetString(5),
        JsonSerializer.Deserialize(r.GetString(6), CaseJson.Compact.DraftBody)!);
}
