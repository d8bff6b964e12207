using System.Globalization;

namespace Zhuangjin.Scenarios.AcceptanceCertificate.Demo;

/// <summary>What an applicant of the demo types himself, where the platform does not know it yet.</summary>
internal static class DemoAnswers
{
    public static IReadOnlyDictionary<string, string> Of(string matter, DemoProjects.Plan plan) => matter switch
    {
        _ => new Dictionary<string, string>(StringComparer.Ordinal),
    };
}
