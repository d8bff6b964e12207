namespace Zhuangjin.Certificates.Contracts;

/// <summary>Asks for the order behind an event "cases.void-ordered". Answered by the Cases engine.</summary>
public interface IVoidingOrders
{
    /// <summary>What shall be put out of force by the event "cases.void-ordered" at a place of a case; null when there is no such event.</summary>
    Task<VoidingOrder?> ReadAsync(string caseId, long sequence, CancellationToken cancel = default);
}

/// <param name="Certificate">Its id or number.</param>
public sealed record VoidingOrder(string Certificate, string Reason);

/// <summary>Asks for the order behind an event "cases.issue-ordered". Answered by the Cases engine.</summary>
public interface ICertificateOrders
{
    Task<CertificateOrder?> ReadAsync(string caseId, CancellationToken cancel = default);
}

/// <summary>Asks which certificates serve as materials of a case. Answered by the Cases engine.</summary>
public interface ICertificateUses
{
    Task<IReadOnlyList<CertificateUse>> ReadAsync(string caseId, CancellationToken cancel = default);
}

/// <param name="Matter">Title of the matter.</param>
/// <param name="Material">Title of the material that it serves as.</param>
public sealed record CertificateUse(string CertificateId, string CaseNumber, string Matter, string Material);
