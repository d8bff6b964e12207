using System.Collections.Immutable;

namespace Zhuangjin.Scenarios.AcceptanceCertificate.Demo;

/// <summary>What an applicant of the demo types himself, where the platform does not know it yet.</summary>
internal static class DemoAnswers
{
    public static IReadOnlyDictionary<string, string> Of(string matter, DemoProjects.Plan plan)
    {
        // Numbers that no operator has given out.
        var answers = new Dictionary<string, string>(StringComparer.Ordinal) { ["phone"] = "13800000000" };
        switch (matter)
        {
            case "joint-acceptance":
                answers["inspection_date"] = "2022-08-16";
                break;
            case "acceptance-certificate":
                answers["contact"] = "示例·经办人";
                answers["building_name"] = plan.Name["示例·".Length..] + "1号楼";
                answers["building_use"] = plan.Facts["use"] switch
                {
                    "住宅" => "dwelling",
                    "工业" => "industrial",
                    "仓储" => "storage",
                    "商业" => "commercial",
                    _ => "public",
                };
                break;
        }
        return answers;
    }

    /// <summary>What the survey institute measured: the demo's buildings were built as they were planned.</summary>
    public static ImmutableSortedDictionary<string, string> Measured(DemoProjects.Plan plan) =>
        plan.Facts.Where(f => f.Key is "building_area_m2" or "civil_defence_area_m2" or "buildings" or "floors" or "height_m" or "completion_date").ToImmutableSortedDictionary(StringComparer.Ordinal);
}
