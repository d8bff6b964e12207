using Zhuangjin.Certificates.Contracts;

namespace Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Register;

/// <summary>What stands under a code now. Each certificate is checked at the moment of asking, so that a revocation or an expiry shows at once.</summary>
internal sealed class CodeReader(CodeRegister register, PermitList list, ICertificates certificates)
{
    public async Task<IReadOnlyList<CodePermit>> OfAsync(Enterprise enterprise, CancellationToken cancel = default) =>
        await StandingAsync(await register.PermitsAsync(enterprise.FoundingCase, cancel), cancel);

    public async Task<IReadOnlyList<CodePermit>> StandingAsync(IReadOnlyList<Permit> permits, CancellationToken cancel = default)
    {
        var items = list.All.ToDictionary(i => i.Key, StringComparer.Ordinal);
        var all = new List<CodePermit>(permits.Count);
        foreach (var permit in permits)
        {
            var check = permit.CertificateId is { } id ? await certificates.CheckAsync(id, shownDigest: null, cancel) : null;
            all.Add(new(permit, items.GetValueOrDefault(permit.Key), StateOf(permit, check?.Answer), check?.Certificate));
        }
        return all;
    }

    public static PermitState StateOf(Permit permit, CertificateAnswer? answer) => answer switch
    {
        CertificateAnswer.Revoked => PermitState.Revoked,
        CertificateAnswer.Expired => PermitState.Expired,
        CertificateAnswer.Valid => permit.SuspendedAt is null ? PermitState.Valid : PermitState.Suspended,
        not null => PermitState.Altered,
        null when permit.Ended is not null => PermitState.Ended,
        null when permit.CaseId is not null => PermitState.Deciding,
        null => permit.HeldBecause is null ? PermitState.Waiting : PermitState.Held,
    };
}

/// <param name="Item">Null when it is no longer in the list.</param>
/// <param name="Certificate">Null until it is granted.</param>
public sealed record CodePermit(Permit Permit, PermitItem? Item, PermitState State, Certificate? Certificate)
{
    /// <summary>What anybody may see who scans the code.</summary>
    public bool IsPublic => State is not (PermitState.Ended or PermitState.Waiting or PermitState.Held);

    /// <summary>Another application for the same permit would be one too many.</summary>
    public bool IsRunning => State is PermitState.Valid or PermitState.Suspended or PermitState.Deciding or PermitState.Waiting;
}

/// <summary>How a permit stands at this moment.</summary>
public enum PermitState
{
    Valid,
    Suspended,
    Expired,
    Revoked,

    /// <summary>What is stored is not what was signed.</summary>
    Altered,

    /// <summary>Its department decides on it.</summary>
    Deciding,

    /// <summary>Sent as soon as the licence is there.</summary>
    Waiting,

    /// <summary>Could not be sent when the licence came.</summary>
    Held,

    /// <summary>Refused or withdrawn.</summary>
    Ended,
}
