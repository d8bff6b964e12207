namespace Zhuangjin.Scenarios.BusinessRegistration.Premises;

/// <summary>Premises whose title papers were filed before anybody asked (synthetic): the applicant brings the proof of use alone.</summary>
internal sealed class FiledPremises
{
    private static readonly HashSet<string> Filed = new(
        new[] { ("450103", "示例大道1号"), ("450103", "示例大道2号"), ("450103", "示例广场3栋"), ("451002", "示例路8号"), ("451002", "示例路9号"), ("451003", "示例街6号") }
            .Select(p => p.Item1 + p.Item2), StringComparer.Ordinal);

    /// <summary>A room belongs to the house that was filed: 示例大道1号302室 to 示例大道1号.</summary>
    public bool Contains(Address address) => Filed.Any(f => address.Key.StartsWith(f, StringComparison.Ordinal));
}
