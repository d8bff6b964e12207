using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>Names whose licence was issued here. A name bars others only in its city and industry class, so that no more of them are ever read.</summary>
internal sealed class GrantedNames(IDatabase database)
{
    /// <summary>The licence is there: its name stands by it, and no longer by the application. Told twice, it stands once. A name of which the parts are not known
    /// (from old books) bars none.</summary>
    /// <param name="caseId">The application, null when the licence came without one.</param>
    public async Task KeepAsync(string licenceId, string name, string? caseId, DateTimeOffset at, CancellationToken cancel = default)
    {
        if (EnterpriseName.Parse(name).Name is not { } parsed)
        {
            return;
        }
        await database.WriteAsync(
            async s =>
            {
                await s.ExecuteAsync(
                    "insert into registration_name (licence_id, name, city, industry, at) values ($1, $2, $3, $4, $5) on conflict (licence_id) do nothing",
                    licenceId, parsed.ToString(), parsed.City(), parsed.Class(), at.ToMicros());
                return await s.ExecuteAsync("delete from registration_name_kept where case_id = $1", caseId ?? "");
            },
            cancel);
    }

    /// <summary>The licence is void: its name bars the same 字号 for one more year. For a licence that is not known nothing happens.</summary>
    public Task FreeAsync(string licenceId, DateTimeOffset at, CancellationToken cancel = default) => database.WriteAsync(
        s => s.ExecuteAsync("update registration_name set freed_at = $2 where licence_id = $1 and freed_at is null", licenceId, at.ToMicros()), cancel);
}
