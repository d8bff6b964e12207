using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Following;

/// <inheritdoc/>
internal sealed class Occurrences(IDatabase database, MatterLibrary matters) : ICaseOccurrences
{
    public async Task<CaseOccurrence?> ReadAsync(string caseId, long sequence, CancellationToken cancel = default)
    {
        var (state, happened) = await database.ReadAsync(async session => (await CaseTable.ReadAsync(session, caseId), await CaseTable.EventAsync(session, caseId, sequence)), cancel);
        return state is null || happened is null ? null : new(state, matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash), happened);
    }
}
