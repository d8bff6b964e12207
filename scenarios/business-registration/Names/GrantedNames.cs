using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.BusinessRegistration.Industry;

namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>Names whose licence was issued here. A name bars others only in its city and industry class, so that no more of them are ever read.</summary>
internal sealed class GrantedNames(IDatabase database)
{
    /// <summary>Told twice, it stands once. A name of which the parts are not known (from old books) bars none.</summary>
    public async Task KeepAsync(string licenceId, string name, DateTimeOffset at, CancellationToken cancel = default)
    {
        if (EnterpriseName.Parse(name).Name is not { } parsed)
        {
            return;
        }
        await database.WriteAsync(
            s => s.ExecuteAsync(
                "insert into registration_name (licence_id, name, city, industry, at) values ($1, $2, $3, $4, $5) on conflict (licence_id) do nothing",
                licenceId, parsed.ToString(), City(parsed), Class(parsed), at.ToMicros()),
            cancel);
    }

    /// <summary>The licence is void: its name is free for others. For a licence that is not known nothing happens.</summary>
    public Task FreeAsync(string licenceId, DateTimeOffset at, CancellationToken cancel = default) => database.WriteAsync(
        s => s.ExecuteAsync("update registration_name set freed_at = $2 where licence_id = $1 and freed_at is null", licenceId, at.ToMicros()), cancel);

    /// <summary>Names of the same city and industry class that are not free, the oldest licence first.</summary>
    public async Task<IReadOnlyList<EnterpriseName>> BesideAsync(EnterpriseName asked, CancellationToken cancel = default)
    {
        var names = await database.ReadAsync(
            s => s.QueryAsync("select name from registration_name where city = $1 and industry = $2 and freed_at is null order by licence_id", r => r.GetString(0), City(asked), Class(asked)), cancel);
        return [.. names.Select(n => EnterpriseName.Parse(n).Name).OfType<EnterpriseName>()];
    }

    private static string City(EnterpriseName name) => name.Division[..4];

    private static string Class(EnterpriseName name) => Industries.All[name.IndustryClass].Code;
}
