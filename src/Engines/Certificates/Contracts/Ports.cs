namespace Zhuangjin.Certificates.Contracts;

/// <summary>Asks for the order behind an event "cases.issue-ordered". Answered by the Cases engine.</summary>
public interface ICertificateOrders
{
    Task<CertificateOrder?> ReadAsync(string caseId, CancellationToken cancel = default);
}
