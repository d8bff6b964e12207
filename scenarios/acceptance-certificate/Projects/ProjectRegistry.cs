using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.AcceptanceCertificate.Projects;

/// <summary>The projects on record. Reading is scoped: an owner sees his own, an office those of its area.</summary>
internal sealed partial class ProjectRegistry(IDatabase database, IEvidenceRecorder evidence, IOrganisations organisations, IAccess access, TimeProvider time)
{
    private const string Columns = "code, name, owner_party_id, division, area_path, facts, registered_at";

    public Task<Project?> FindAsync(string code, CancellationToken cancel = default) =>
        database.ReadAsync(s => s.FirstAsync($"select {Columns} from acceptance_project where code = $1", Read, code), cancel);

    /// <summary>The project as this actor may see it; null when there is none for him.</summary>
    public async Task<Project?> FindAsync(Actor actor, string code, CancellationToken cancel = default) =>
        await FindAsync(code, cancel) is { } project && MaySee(actor, project) ? project : null;

    public Task<List<Project>> OfPartyAsync(string partyId, CancellationToken cancel = default) =>
        database.ReadAsync(s => s.QueryAsync($"select {Columns} from acceptance_project where owner_party_id = $1 order by registered_at desc, code", Read, partyId), cancel);

    /// <summary>Projects of the parties that the actor acts for, and of the areas that his offices serve; by code, at most <paramref name="size"/>.</summary>
    public Task<List<Project>> VisibleAsync(Actor actor, string? after, int size, CancellationToken cancel = default)
    {
        var parties = PartiesOf(actor).ToList();
        var areas = AreasOf(actor).ToList();
        if (parties.Count + areas.Count == 0)
        {
            return Task.FromResult<List<Project>>([]);
        }
        var args = new List<object?> { after ?? "", size };
        var conditions = new List<string>();
        foreach (var party in parties)
        {
            args.Add(party);
            conditions.Add($"owner_party_id = ${args.Count}");
        }
        foreach (var area in areas)
        {
            args.Add(area);
            args.Add(area + '~');
            conditions.Add($"(area_path >= ${args.Count - 1} and area_path < ${args.Count})");
        }
        return database.ReadAsync(s => s.QueryAsync($"select {Columns} from acceptance_project where code > $1 and ({string.Join(" or ", conditions)}) order by code limit $2", Read, [.. args]), cancel);
    }

    /// <summary>Puts a project on record.</summary>
    /// <exception cref="InvalidInputException">Each fault at its field.</exception>
    /// <exception cref="DeniedException">The actor has no duty in the project's area.</exception>
    public async Task<Project> RegisterAsync(Actor actor, string code, string name, string ownerPartyId, string division, IReadOnlyDictionary<string, string> facts, CancellationToken cancel = default)
    {
        var faults = new List<Fault>();
        code = code.Trim();
        name = name.Trim();
        if (!CodeShape().IsMatch(code))
        {
            faults.Add(new("code", "acceptance.fault.code-shape"));
        }
        if (name.Length is < 4 or > 120)
        {
            faults.Add(new("name", "acceptance.fault.name-length"));
        }
        if (ownerPartyId.Length == 0)
        {
            faults.Add(new("owner", "acceptance.fault.owner-unknown"));
        }
        var area = organisations.Area(division);
        if (area is null)
        {
            faults.Add(new("division", "acceptance.fault.division-unknown", division));
        }
        var known = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var fact in ProjectFacts.All)
        {
            if (facts.GetValueOrDefault(fact.Key)?.Trim() is not { Length: > 0 } value)
            {
                continue;
            }
            var right = fact.Kind switch
            {
                FactKind.Number => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _),
                FactKind.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", out _),
                _ => value.Length <= 200,
            };
            if (!right)
            {
                faults.Add(new(fact.Key, $"acceptance.fault.{fact.Kind.ToString().ToLowerInvariant()}"));
            }
            known[fact.Key] = value;
        }
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        if (!MayRegister(actor, area!))
        {
            throw new DeniedException("acceptance.fault.not-your-area");
        }
        var project = new Project(code, name, ownerPartyId, division, area!.Path, known.ToImmutable(), time.GetUtcNow());
        await database.WriteAsync(async session =>
        {
            var added = await session.ExecuteAsync(
                $"insert into acceptance_project ({Columns}) values ($1, $2, $3, $4, $5, $6, $7) on conflict (code) do nothing",
                project.Code, project.Name, project.OwnerPartyId, project.Division, project.AreaPath, JsonSerializer.Serialize(project.Facts), project.RegisteredAt.ToMicros());
            if (added == 0)
            {
                throw new InvalidInputException("code", "acceptance.fault.code-taken", code);
            }
            await evidence.RecordAsync(session, new(
                "acceptance.project-registered", $"project/{code}", 1, project.RegisteredAt,
                actor.PersonId == Actor.Clock.PersonId ? "clock" : $"office/{RegisteringOffice(actor, area!)?.OrganisationId}",
                ImmutableSortedDictionary<string, string>.Empty.Add("code", code).Add("division", division),
                project.Facts.Add("name", name).Add("owner", ownerPartyId).Add("by", actor.PersonId)));
            return 0;
        }, cancel);
        return project;
    }

    private bool MaySee(Actor actor, Project project) =>
        PartiesOf(actor).Contains(project.OwnerPartyId) || AreasOf(actor).Any(a => project.AreaPath.StartsWith(a, StringComparison.Ordinal));

    private bool MayRegister(Actor actor, Organisation area) => actor.PersonId == Actor.Clock.PersonId || RegisteringOffice(actor, area) is not null;

    /// <summary>The registrar's appointment that serves this area.</summary>
    private Appointment? RegisteringOffice(Actor actor, Organisation area) =>
        actor.Appointments.FirstOrDefault(a => a.Role is Roles.WindowClerk or Roles.Registrar
            && access.May(actor, Permissions.CasesHandle, a.OrganisationPath)
            && AreaOf(a) is { } served && area.Path.StartsWith(served, StringComparison.Ordinal));

    private IEnumerable<string> PartiesOf(Actor actor)
    {
        var today = time.GetUtcNow().ChinaDate();
        return actor.Parties.Where(p => p.Until is not { } until || until >= today).Select(p => p.Party.Id);
    }

    /// <summary>Areas whose projects the actor's offices work on: survey results and project facts are shared by all offices of the place.</summary>
    private IEnumerable<string> AreasOf(Actor actor) => actor.Appointments
        .Where(a => access.May(actor, Permissions.CasesRead, a.OrganisationPath))
        .Select(AreaOf).OfType<string>().Distinct();

    private string? AreaOf(Appointment appointment)
    {
        var organisation = organisations.Find(appointment.OrganisationId);
        while (organisation is { Kind: OrganisationKind.Department or OrganisationKind.Office, ParentId: { } parent })
        {
            organisation = organisations.Find(parent);
        }
        return organisation?.Path;
    }

    private static Project Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4),
        JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(5))!.ToImmutableSortedDictionary(StringComparer.Ordinal),
        ChinaTime.FromMicros(row.GetInt64(6)));

    [GeneratedRegex(@"^\d{4}-\d{6}-\d{2}-\d{2}-\d{6}$", RegexOptions.ExplicitCapture)]
    private static partial Regex CodeShape();
}
