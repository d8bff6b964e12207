using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Following;

/// <inheritdoc/>
internal sealed class VoidOrders(IDatabase database) : IVoidOrders
{
    public async Task<VoidOrdered?> ReadAsync(string caseId, long sequence, CancellationToken cancel = default) =>
        (await database.ReadAsync(session => CaseTable.EventAsync(session, caseId, sequence), cancel))?.Event as VoidOrdered;
}
