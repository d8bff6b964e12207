using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Filters;

/// <summary>Keeps filters. What one of an office shows is still each reader's own reach: a filter lends no right.</summary>
internal sealed class SavedFilters(IDatabase database, IAccess access, IOrganisations organisations, IEvidenceRecorder evidence, TimeProvider time) : ISavedFilters
{
    private const int LongestName = 40;

    private const int LongestAddress = 500;

    private const int MostOwn = 50;

    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    public async Task<IReadOnlyList<SavedFilter>> SeenByAsync(Actor actor, CancellationToken cancel = default)
    {
        var offices = actor.Appointments.Select(a => a.OrganisationId).Distinct(StringComparer.Ordinal).ToList();
        var places = string.Join(", ", offices.Select((_, i) => "$" + (i + 2).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var of = offices.Count == 0 ? "" : $" or f.organisation in ({places})";
        var rows = await database.ReadAsync(session => session.QueryAsync(
            $"select f.id, f.owner, f.organisation, f.name, f.address, case when d.filter_id = f.id then 1 else 0 end from cases_filter f left join cases_filter_default d on d.person = $1 where f.owner = $1{of} order by f.name, f.id",
            r => (Id: r.GetString(0), Owner: r.GetString(1), Office: r.IsDBNull(2) ? null : r.GetString(2), Name: r.GetString(3), Address: r.GetString(4), Default: r.GetInt32(5) != 0),
            [actor.PersonId, .. offices]), cancel);
        return [.. rows.Select(r => new SavedFilter(r.Id, r.Name, r.Address, r.Office, r.Default, MayRemove(actor, r.Owner, r.Office)))];
    }

    public async Task<SavedFilter> SaveAsync(Actor actor, string name, string address, string? organisationId, bool byDefault, CancellationToken cancel = default)
    {
        name = name.Trim();
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            throw new InvalidInputException("name", "cases.fault.filter-name", LongestName.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        if (address.Length > LongestAddress)
        {
            throw new InvalidInputException("address", "cases.fault.filter-address");
        }
        if (access.Reach(actor, Permissions.CasesRead).Count == 0 || (organisationId is not null && actor.Appointments.All(a => a.OrganisationId != organisationId)))
        {
            throw new DeniedException("cases.fault.not-your-office");
        }
        var at = time.GetUtcNow();
        var id = await database.WriteAsync(async session =>
        {
            if (await session.FirstAsync("select count(*) from cases_filter where owner = $1", r => r.GetInt64(0), actor.PersonId) >= MostOwn)
            {
                throw new InvalidInputException("name", "cases.fault.too-many-filters", MostOwn.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
            var (kept, events) = (await session.QueryAsync(
                "insert into cases_filter (id, owner, organisation, name, address, events) values ($1, $2, $3, $4, $5, 1) on conflict (owner, coalesce(organisation, ''), name) do update set address = excluded.address, events = cases_filter.events + 1 returning id, events",
                r => (r.GetString(0), r.GetInt64(1)), Ids.New(at), actor.PersonId, organisationId, name, address))[0];
            if (byDefault)
            {
                await ChooseAsync(session, actor, kept);
            }
            await RecordAsync(session, actor, kept, events, "cases.filter-saved", organisationId, at, None.Add("name", name).Add("address", address));
            return kept;
        }, cancel);
        return new(id, name, address, organisationId, byDefault, true);
    }

    public async Task ChooseAsync(Actor actor, string? id, CancellationToken cancel = default)
    {
        if (id is not null && (await SeenByAsync(actor, cancel)).All(f => f.Id != id))
        {
            throw new NotFoundException("cases.fault.no-such-filter");
        }
        await database.WriteAsync(async session =>
        {
            await ChooseAsync(session, actor, id);
            return 0;
        }, cancel);
    }

    public Task RemoveAsync(Actor actor, string id, CancellationToken cancel = default) => database.WriteAsync(async session =>
    {
        var found = (await session.QueryAsync("select owner, organisation, events from cases_filter where id = $1", r => (Owner: r.GetString(0), Office: r.IsDBNull(1) ? null : r.GetString(1), Events: r.GetInt64(2)), id)).Select(f => ((string Owner, string? Office, long Events)?)f).FirstOrDefault();
        if (found is not { } filter || !MayRemove(actor, filter.Owner, filter.Office))
        {
            throw new NotFoundException("cases.fault.no-such-filter");
        }
        await session.ExecuteAsync("delete from cases_filter where id = $1", id);
        await session.ExecuteAsync("delete from cases_filter_default where filter_id = $1", id);
        await RecordAsync(session, actor, id, filter.Events + 1, "cases.filter-removed", filter.Office, time.GetUtcNow(), None);
        return 0;
    }, cancel);

    private bool MayRemove(Actor actor, string owner, string? office) => owner == actor.PersonId
        || office is not null && organisations.Find(office)?.Path is { } path && actor.Appointments.Any(a => a.Role == Roles.Head && path.StartsWith(a.OrganisationPath, StringComparison.Ordinal));

    private static async ValueTask ChooseAsync(ISession session, Actor actor, string? id)
    {
        if (id is null)
        {
            await session.ExecuteAsync("delete from cases_filter_default where person = $1", actor.PersonId);
            return;
        }
        await session.ExecuteAsync("insert into cases_filter_default (person, filter_id) values ($1, $2) on conflict (person) do update set filter_id = excluded.filter_id", actor.PersonId, id);
    }

    private ValueTask<string> RecordAsync(ISession session, Actor actor, string id, long number, string type, string? office, DateTimeOffset at, ImmutableSortedDictionary<string, string> hidden) =>
        evidence.RecordAsync(session, new(type, "filter/" + id, number, at, actor.Appointments.Count > 0 ? "office/" + actor.Appointments[0].OrganisationId : "person/" + actor.PersonId,
            office is null ? None : None.Add("office", office), hidden.Add("by", actor.PersonId)));
}
