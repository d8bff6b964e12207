using System.Collections.Immutable;
using System.Text.Json;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Security.Organisations;

internal sealed class OrganisationRegistry(IDatabase database, OrganisationDirectory directory, IEvidenceRecorder evidence, IAccess access, TimeProvider time) : IOrganisationRegistry
{
    public async Task<Organisation> AddAsync(Actor actor, string? parentId, OrganisationKind kind, string division, string? function, LocalText name, CancellationToken cancel = default)
    {
        var parent = parentId is null ? null : directory.Find(parentId) ?? throw new InvalidInputException("parent", "security.fault.no-organisation");
        if (actor != Actor.Clock && !(parent is not null && access.May(actor, Permissions.SecurityAdminister, parent.Path)))
        {
            throw new DeniedException("security.fault.not-administrator");
        }
        var faults = Check(parent, kind, division, name).ToList();
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        var at = time.GetUtcNow();
        var id = Ids.New(at);
        var organisation = new Organisation(id, parentId, $"{parent?.Path}{id}/", kind, division, string.IsNullOrWhiteSpace(function) ? null : function.Trim(), name);
        await database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(
                "insert into security_organisation (id, parent_id, path, kind, division, function, name, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                organisation.Id, organisation.ParentId, organisation.Path, kind.ToString(), division, organisation.Function, JsonSerializer.Serialize(name.Values), at.ToMicros());
            await session.ExecuteAsync("update security_tree set version = version + 1 where id = 1");
            await evidence.RecordAsync(session, new(
                "security.organisation-added", $"organisation/{id}", 1, at, Acting.As(actor),
                ImmutableSortedDictionary<string, string>.Empty.Add("kind", kind.ToString()).Add("division", division).Add("parent", parentId ?? "").Add("name", name.In("zh")),
                ImmutableSortedDictionary<string, string>.Empty.Add("by", actor.PersonId)));
            return 0;
        }, cancel);
        await directory.RefreshAsync(cancel);
        return organisation;
    }

    private IEnumerable<Fault> Check(Organisation? parent, OrganisationKind kind, string division, LocalText name)
    {
        if (name.In("zh").Trim().Length is < 2 or > 60)
        {
            yield return new("name", "security.fault.organisation-name");
        }
        if (Division.Check("division", division) is { } wrong)
        {
            yield return wrong;
        }
        var fits = (parent?.Kind, kind) switch
        {
            (null, OrganisationKind.Region) => directory.All.Count == 0,
            (null, _) => false,
            ({ } above, OrganisationKind.Department) => OrganisationTree.IsArea(parent!),
            ({ } above, OrganisationKind.Office) => above is OrganisationKind.Department or OrganisationKind.Office,
            ({ } above, _) => kind == above + 1 && OrganisationTree.IsArea(parent!),
        };
        if (!fits)
        {
            yield return new("kind", "security.fault.kind-under-parent");
        }
        if (kind is OrganisationKind.Region or OrganisationKind.City or OrganisationKind.County && directory.Area(division) is not null)
        {
            yield return new("division", "security.fault.area-exists", division);
        }
    }
}
