using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Materials;

/// <summary>Files of cases, under the same rights as the cases.</summary>
internal sealed class CaseMaterials(IDatabase database, IFileStore files, MaterialUploads uploads, MatterLibrary matters, CaseRights rights) : IMaterials
{
    public async Task<MaterialState> UploadAsync(Actor actor, string caseId, string material, string fileName, Stream content, CancellationToken cancel = default)
    {
        var (_, definition) = await ForApplicantAsync(actor, caseId, material, cancel);
        return await uploads.TakeAsync(actor, definition, fileName, content, cancel);
    }

    public async Task<MaterialState> CertificateAsync(Actor actor, string caseId, string material, string certificateId, CancellationToken cancel = default)
    {
        var (state, definition) = await ForApplicantAsync(actor, caseId, material, cancel);
        return await uploads.TakeCertificateAsync(state.Applicant.Id, definition, certificateId, cancel);
    }

    public async Task<MaterialFile?> OpenAsync(Actor actor, string caseId, string material, CancellationToken cancel = default)
    {
        var state = await database.ReadAsync(session => CaseTable.ReadAsync(session, caseId), cancel);
        if (state is null || !rights.MaySee(actor, state) || !state.Materials.TryGetValue(material, out var at) || at.FileSha256 is not { } digest)
        {
            return null;
        }
        return await files.OpenAsync(digest, cancel) is { } content
            ? new(at.FileName ?? material, FileKinds.OfExtension(await uploads.KindAsync(digest, cancel) ?? "").ContentType(), at.FileSize, digest, content)
            : null;
    }

    private async Task<(CaseState State, Material Definition)> ForApplicantAsync(Actor actor, string caseId, string material, CancellationToken cancel)
    {
        var state = await database.ReadAsync(session => CaseTable.ReadAsync(session, caseId), cancel);
        if (state is null || !rights.IsApplicant(actor, state))
        {
            throw new NotFoundException("cases.fault.no-such-case");
        }
        return (state, matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash).Materials.FirstOrDefault(m => m.Key == material)
            ?? throw new InvalidInputException("material." + material, "cases.fault.no-such-material"));
    }
}
