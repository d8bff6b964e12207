using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Tickets;

/// <summary>Who may do what with the district's cases, asked of the one place where rights are decided.</summary>
internal sealed class CityRights(IAccess access, IOrganisations organisations, CityWords words)
{
    /// <summary>Somebody of the district's offices, or of an authority above them.</summary>
    public bool IsOfficial(Actor actor)
    {
        if (words.Command() is not { ParentId: { } home } || organisations.Find(home) is not { } area)
        {
            return false;
        }
        return access.Reach(actor, Permissions.CasesRead).Any(path => path.StartsWith(area.Path, StringComparison.Ordinal) || area.Path.StartsWith(path, StringComparison.Ordinal));
    }

    /// <summary>The command centre's own people, who take cases up and join them.</summary>
    public bool MayDispatch(Actor actor) => words.Command() is { } command && access.May(actor, Permissions.CasesHandle, command.Path);

    /// <summary>Who answers for the command centre and lets programs in.</summary>
    public bool MayLetIn(Actor actor) => words.Command() is { } command && access.May(actor, Permissions.CasesSupervise, command.Path);
}
