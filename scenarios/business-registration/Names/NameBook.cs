using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>All names that bar others: the register's own, those granted here since, and those kept for running applications.</summary>
internal sealed class NameBook(NameRegister register, IDatabase database)
{
    /// <summary>The nearest names, the nearest first; of equal ones those that came to stand here first.</summary>
    /// <param name="except">The case that asks, null for anybody else: its own name is not in its way.</param>
    public async Task<IReadOnlyList<NearName>> NearestAsync(EnterpriseName asked, int most, DateTimeOffset at, string? except = null, CancellationToken cancel = default)
    {
        var found = (await register.IndexAsync(cancel)).Nearest(asked, most);
        var here = await database.ReadAsync(s => s.NearAsync(asked, except, at), cancel);
        return here.Count == 0 ? found : [.. here.Concat(found).Order(Comparer<NearName>.Create(NameIndex.Order)).Take(most)];
    }
}
