using Zhuangjin.Certificates.Storage;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates;

/// <summary>Who may see a certificate whole: whoever acts for its holder, and the issuer's staff.</summary>
internal sealed class CertificateRights(IAccess access, TimeProvider time)
{
    public bool MaySee(Actor actor, StoredRow row) => Holds(actor, row) || IsStaff(actor, row);

    public bool Holds(Actor actor, StoredRow row) => actor.IsSignedIn && access.Represents(actor, row.HolderPartyId, row.Type, time.GetUtcNow().ChinaDate());

    public bool IsStaff(Actor actor, StoredRow row) => access.May(actor, Permissions.CertificatesIssue, row.IssuerPath) || MayRevoke(actor, row);

    public bool MayRevoke(Actor actor, StoredRow row) => access.May(actor, Permissions.CertificatesRevoke, row.IssuerPath);

    /// <exception cref="DeniedException">The actor may not see it.</exception>
    public void Refuse(Actor actor, StoredRow row)
    {
        if (!MaySee(actor, row))
        {
            throw new DeniedException("certificates.fault.not-yours");
        }
    }
}
