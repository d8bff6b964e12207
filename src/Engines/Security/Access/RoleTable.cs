using System.Collections.Frozen;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Security.Access;

/// <summary>What each role permits at its organisation and below. The whole table stands here.</summary>
internal static class RoleTable
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> Granted = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [Roles.WindowClerk] = [Permissions.CasesRead, Permissions.CasesHandle, Permissions.PartiesRegister],
        [Roles.Reviewer] = [Permissions.CasesRead, Permissions.CasesHandle],
        [Roles.Surveyor] = [Permissions.CasesRead, Permissions.CasesHandle],
        [Roles.Approver] = [Permissions.CasesRead, Permissions.CasesHandle, Permissions.CasesDecide],
        [Roles.Head] = [Permissions.CasesRead, Permissions.CasesHandle, Permissions.CasesDecide, Permissions.CasesExtend, Permissions.CasesPublish],
        [Roles.Registrar] = [Permissions.CasesRead, Permissions.CasesHandle, Permissions.CertificatesIssue, Permissions.CertificatesRevoke],
        [Roles.Supervisor] = [Permissions.CasesRead, Permissions.CasesSupervise],
        [Roles.Administrator] = [Permissions.SecurityAdminister, Permissions.EvidenceOperate, Permissions.CasesPublish],
        [Roles.Leader] = [Permissions.CasesRead, Permissions.CasesConvene],
        [Roles.Steward] = [Permissions.SharingProvide, Permissions.SharingUse, Permissions.CasesRead, Permissions.CasesHandle, Permissions.CasesDecide],
        [Roles.PoolOperator] = [Permissions.SharingProvide, Permissions.SharingUse, Permissions.SharingOversee, Permissions.CasesRead, Permissions.CasesHandle],
        [Roles.DataUser] = [Permissions.SharingUse],
        [Roles.CommunityWorker] = [Permissions.SharingCollect],
        [Roles.Depositor] = [Permissions.EvidenceDeposit],
    }.ToFrozenDictionary(r => r.Key, r => r.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    public static bool Grants(string role, string permission) => Granted.TryGetValue(role, out var permissions) && permissions.Contains(permission);
}
