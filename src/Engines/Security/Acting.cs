using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Security;

/// <summary>How the log names who acted, without a name.</summary>
internal static class Acting
{
    public static string As(Actor actor) =>
        actor.PersonId == Actor.Clock.PersonId ? "clock"
        : actor.Appointments.Count > 0 ? $"office/{actor.Appointments[0].OrganisationId}"
        : $"person/{actor.PersonId}";
}
