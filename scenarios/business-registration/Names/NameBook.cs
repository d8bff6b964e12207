namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>All names that bar others: the register's own and those granted here since.</summary>
internal sealed class NameBook(NameRegister register, GrantedNames granted)
{
    /// <summary>The nearest names, the nearest first; of equal ones those granted here first.</summary>
    public async Task<IReadOnlyList<NearName>> NearestAsync(EnterpriseName asked, int most, CancellationToken cancel = default)
    {
        var found = (await register.IndexAsync(cancel)).Nearest(asked, most);
        var here = await granted.BesideAsync(asked, cancel);
        return here.Count == 0 ? found
            : [.. here.Select((n, i) => NameIndex.Judge(n, asked, i - here.Count, Likeness.Percent(asked.Brand, n.Brand))).Where(n => n.Percent > 0).Concat(found).Order(Comparer<NearName>.Create(NameIndex.Order)).Take(most)];
    }
}
