using Microsoft.AspNetCore.Components;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.AcceptanceCertificate.Pages;

public sealed partial class RegisterPage
{
    [Parameter, EditorRequired] public IReadOnlyDictionary<string, string> Values { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The code that was typed for the owner, right or wrong.</summary>
    [Parameter] public string Owner { get; set; } = "";

    [Parameter] public IReadOnlyList<Fault> Faults { get; set; } = [];

    private IReadOnlyList<(string Value, string Text)> Divisions =>
        [("", T["acceptance.fact.division"]), .. Organisations.All.Where(o => o.Kind is OrganisationKind.City or OrganisationKind.County).OrderBy(o => o.Division, StringComparer.Ordinal).Select(o => (o.Division, $"{o.Division} {T[o.Name]}"))];

    private string Value(string key) => Values.GetValueOrDefault(key, "");
}
