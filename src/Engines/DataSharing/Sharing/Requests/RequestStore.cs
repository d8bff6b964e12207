using System.Data.Common;
using System.Text.Json;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Requests;

/// <summary>Keeps requests.</summary>
internal sealed class RequestStore(IDatabase database, IOrganisations organisations)
{
    private const string Columns = "document, state, case_id, grant_id, answer";

    public Task<ShareRequest?> FindAsync(string id, CancellationToken cancel = default) => database.ReadAsync(s => FindAsync(s, id), cancel);

    public static ValueTask<ShareRequest?> FindAsync(ISession session, string id) => session.FirstAsync($"select {Columns} from sharing_request where id = $1", Read, id);

    public Task<ShareRequest?> OfCaseAsync(string caseId, CancellationToken cancel = default) =>
        database.ReadAsync(s => s.FirstAsync($"select {Columns} from sharing_request where case_id = $1", Read, caseId), cancel);

    /// <summary>Requests made by or put to the organisations below the path, newest first.</summary>
    public Task<List<ShareRequest>> BelowAsync(string path, int most, CancellationToken cancel = default) => database.ReadAsync(s => s.QueryAsync(
        $"select {Columns} from sharing_request where (provider_path >= $1 and provider_path < $2) or (recipient_path >= $1 and recipient_path < $2) order by at desc, id desc limit {most}", Read, path, path + "~"), cancel);

    /// <summary>Requests that wait for a provider without a case, because the program stopped between the two.</summary>
    public Task<List<(ShareRequest Request, string Person)>> WithoutCaseAsync(CancellationToken cancel = default) => database.ReadAsync(s => s.QueryAsync(
        $"select {Columns}, person from sharing_request where state = 0 and case_id is null order by at limit 100", r => (Read(r), r.GetString(5)), []), cancel);

    public async ValueTask AddAsync(ISession session, ShareRequest request, string person) => await session.ExecuteAsync(
        "insert into sharing_request (id, resource, provider_path, recipient_path, state, at, case_id, grant_id, answer, person, document) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        request.Id, request.Asked.Resource, PathOf(request.ProviderId), PathOf(request.Asked.RecipientId), (long)request.State, request.At.ToMicros(), request.CaseId, request.GrantId, request.Answer, person, JsonSerializer.Serialize(request));

    public Task OpenedAsync(string id, string caseId, CancellationToken cancel = default) =>
        database.WriteAsync(s => s.ExecuteAsync("update sharing_request set case_id = $2 where id = $1 and case_id is null", id, caseId), cancel);

    /// <summary>Closes a pending request; false when it was closed before.</summary>
    public static async ValueTask<bool> CloseAsync(ISession session, string id, ShareRequestState state, string? grantId, string? answer) =>
        await session.ExecuteAsync("update sharing_request set state = $2, grant_id = $3, answer = $4 where id = $1 and state = 0", id, (long)state, grantId, answer) == 1;

    private string PathOf(string organisation) => organisations.Find(organisation)?.Path ?? "";

    private static ShareRequest Read(DbDataReader r) => JsonSerializer.Deserialize<ShareRequest>(r.GetString(0))! with
    {
        State = (ShareRequestState)r.GetInt32(1),
        CaseId = r.IsDBNull(2) ? null : r.GetString(2),
        GrantId = r.IsDBNull(3) ? null : r.GetString(3),
        Answer = r.IsDBNull(4) ? null : r.GetString(4),
    };
}
