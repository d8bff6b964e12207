using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Following;

/// <inheritdoc/>
internal sealed class UsedCertificates(IDatabase database, MatterLibrary matters) : IUsedCertificates
{
    public async Task<IReadOnlyList<UsedCertificate>> ReadAsync(string caseId, CancellationToken cancel = default)
    {
        if (await database.ReadAsync(session => CaseTable.ReadAsync(session, caseId), cancel) is not { } state)
        {
            return [];
        }
        var matter = matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash);
        return [.. state.Materials
            .Where(m => m.Value.CertificateId is not null)
            .Select(m => new UsedCertificate(m.Value.CertificateId!, state.Number, matter.Title, matter.Materials.First(d => d.Key == m.Key).Title))];
    }
}
