using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>Files of cases: what an applicant brings later (补正, correction, 容缺), and reading what is there.</summary>
public interface IMaterials
{
    /// <summary>Largest file, in bytes.</summary>
    const long Largest = 20 * 1024 * 1024;

    /// <summary>Takes a file for a case's material; the answer goes into the command that brings it (<see cref="ProvideSupplement"/>, <see cref="ProvideCorrection"/>, <see cref="FulfilPromise"/>).</summary>
    /// <exception cref="Kernel.Faults.InvalidInputException">Too large, of a kind that is not accepted, or not what its name says; the field is "material.{key}".</exception>
    Task<MaterialState> UploadAsync(Actor actor, string caseId, string material, string fileName, Stream content, CancellationToken cancel = default);

    /// <summary>A held certificate as a case's material, if it is the applicant's and valid now.</summary>
    /// <exception cref="Kernel.Faults.InvalidInputException">It is not; the field is "material.{key}".</exception>
    Task<MaterialState> CertificateAsync(Actor actor, string caseId, string material, string certificateId, CancellationToken cancel = default);

    /// <summary>An uploaded file of a case, for those who may see the case; null otherwise.</summary>
    Task<MaterialFile?> OpenAsync(Actor actor, string caseId, string material, CancellationToken cancel = default);
}

/// <param name="ContentType">By content, e.g. "application/pdf".</param>
public sealed record MaterialFile(string FileName, string ContentType, long Size, string Sha256, Stream Content);
