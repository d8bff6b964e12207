using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.AcceptanceCertificate.Projects;

/// <summary>Lets a form about a project be prefilled: fields name "project.code", "project.name", "project.division" or a key of <see cref="ProjectFacts"/>.</summary>
internal sealed class ProjectPrefill(ProjectRegistry projects) : IPrefillSource
{
    public string Name => "project";

    public LocalText Title { get; } = new("工程建设项目库", "Construction project registry");

    public async Task<IReadOnlyList<PrefillSubject>> SubjectsAsync(Party party, CancellationToken cancel = default) =>
        [.. (await projects.OfPartyAsync(party.Id, cancel)).Select(p => new PrefillSubject(p.Code, new LocalText($"{p.Name}（{p.Code}）")))];

    public async Task<ImmutableSortedDictionary<string, string>> ReadAsync(Party party, string? subject, CancellationToken cancel = default)
    {
        if (subject is null || await projects.FindAsync(subject, cancel) is not { } project || project.OwnerPartyId != party.Id)
        {
            return ImmutableSortedDictionary<string, string>.Empty;
        }
        return project.Facts.SetItem("code", project.Code).SetItem("name", project.Name).SetItem("division", project.Division);
    }
}
