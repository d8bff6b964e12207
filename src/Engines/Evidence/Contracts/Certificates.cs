using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>Prints evidence certificates (存证证书): PDF with the proofs attached, at most two pages. The paper proves nothing by itself; what is attached does.</summary>
public interface IEvidenceCertificates
{
    /// <summary>The certificate of all sealed events of a stream.</summary>
    /// <param name="title">What the stream is to its reader, such as a case's number; printed, not proved. Never a person's name.</param>
    /// <param name="disclose">Whether the attached proof opens a private field. Opened fields stand in the attachment only.</param>
    /// <exception cref="NotFoundException">Nothing of this stream is sealed.</exception>
    Task<byte[]> OfStreamAsync(string stream, string? title, Func<PrivateFieldName, bool> disclose, CancellationToken cancel = default);
}

/// <summary>Names those who act in the log, for people. Asked by this engine, answered by the host; without an answer the log's own words are printed.</summary>
public interface IActorNames
{
    /// <summary>The Chinese name of "office/{organisation id}"; null for persons, whose names do not belong on public papers, and for the unknown.</summary>
    string? NameOf(string actor);
}
