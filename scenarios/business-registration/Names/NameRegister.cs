namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>The register's names, made and indexed in the background when first asked for, so that no start waits for them. They are synthetic.</summary>
internal sealed class NameRegister(int count)
{
    /// <summary>Near the 876,354 market entities that the source tells of.</summary>
    public const int Usual = 900_000;

    private readonly Lazy<Task<NameIndex>> _index = new(() => Task.Run(() => new NameIndex(SyntheticNames.Make(count, 20220731))));

    public Task<NameIndex> IndexAsync(CancellationToken cancel = default) => _index.Value.WaitAsync(cancel);
}
