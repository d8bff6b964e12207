using Microsoft.AspNetCore.Components;
using Zhuangjin.Scenarios.AcceptanceCertificate.Projects;

namespace Zhuangjin.Scenarios.AcceptanceCertificate.Pages;

public sealed partial class ProjectListPage
{
    [Parameter, EditorRequired] public IReadOnlyList<Project> Projects { get; set; } = [];

    [Parameter] public string? NextHref { get; set; }

    [Parameter] public string? FirstHref { get; set; }

    [Parameter] public bool MayRegister { get; set; }
}
