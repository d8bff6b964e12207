using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Seals;

/// <summary>Who may do what with a seal: its keepers use it, who made it suspends, resumes, renews and revokes it.</summary>
internal sealed class SealRights(IAccess access, TimeProvider time)
{
    /// <summary>Key by which a mandate makes somebody keeper of his unit's seals.</summary>
    public const string Matter = "seal-use";

    /// <summary>Keepers: who acts for the unit, by himself or under a mandate for <see cref="Matter"/>, and its staff who issue certificates.</summary>
    public bool Keeps(Actor actor, Seal seal) =>
        actor.IsSignedIn
        && (access.Represents(actor, seal.UnitPartyId, Matter, time.GetUtcNow().ChinaDate())
            || (seal.UnitPath is { } path && access.May(actor, Permissions.CertificatesIssue, path)));

    public bool Makes(Actor actor, Seal seal) => access.May(actor, Permissions.CertificatesRevoke, seal.MakerPath);

    public bool MaySee(Actor actor, Seal seal) => Keeps(actor, seal) || Makes(actor, seal);

    /// <exception cref="DeniedException">The actor may not.</exception>
    public static void Refuse(bool may, string code)
    {
        if (!may)
        {
            throw new DeniedException(code);
        }
    }
}
