using System.Collections.Immutable;

namespace Zhuangjin.Scenarios.AcceptanceCertificate.Projects;

/// <summary>A construction project (工程建设项目) as the city's approval system knows it: once on record, every form about it is prefilled.</summary>
/// <param name="Code">National project code, 24 characters: year - division - industry - type - serial.</param>
/// <param name="Division">GB/T 2260 code of the county or district where it stands.</param>
/// <param name="AreaPath">Path of that area in the tree of organisations.</param>
/// <param name="Facts">What else is on record, by the key of <see cref="ProjectFacts"/>, as canonical form texts.</param>
public sealed record Project(
    string Code,
    string Name,
    string OwnerPartyId,
    string Division,
    string AreaPath,
    ImmutableSortedDictionary<string, string> Facts,
    DateTimeOffset RegisteredAt);

/// <summary>The facts that a project may have on record, with the checks of each. Packs prefill from them by "project.{key}".</summary>
internal static class ProjectFacts
{
    public static readonly ImmutableArray<ProjectFact> All =
    [
        new("address", FactKind.Text),
        new("use", FactKind.Text),
        new("parcel_no", FactKind.Text),
        new("land_certificate_no", FactKind.Text),
        new("planning_permit_no", FactKind.Text),
        new("construction_permit_no", FactKind.Text),
        new("building_area_m2", FactKind.Number),
        new("civil_defence_area_m2", FactKind.Number),
        new("buildings", FactKind.Number),
        new("floors", FactKind.Number),
        new("height_m", FactKind.Number),
        new("construction_start", FactKind.Date),
        new("completion_date", FactKind.Date),
    ];
}

internal enum FactKind
{
    Text,
    Number,
    Date,
}

internal sealed record ProjectFact(string Key, FactKind Kind);
