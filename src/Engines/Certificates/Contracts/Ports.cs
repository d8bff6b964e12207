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

/// <summary>The page that the QR code of one type of certificate opens instead of the usual check, for a page that shows more than one certificate. It must check the
/// digest that comes with it ("d") by <see cref="ICertificates.CheckAsync"/>.</summary>
public interface IScanPage
{
    /// <summary>Type of certificate.</summary>
    string Type { get; }

    /// <summary>Path below the site, beginning with '/'.</summary>
    string PathOf(string certificateId);
}
