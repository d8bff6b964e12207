using System.Security.Cryptography;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Kernel.Cryptography;

/// <inheritdoc/>
internal sealed class KeyVault(IDatabase database, MasterKey master, TimeProvider time) : IKeyVault
{
    public async Task<byte[]> GetOrCreateAsync(string name, Func<byte[]> create, CancellationToken cancel = default)
    {
        if (await FindAsync(name, cancel) is { } known)
        {
            return known;
        }
        var wrapped = master.Wrap(name, create());
        await database.WriteAsync(session => session.ExecuteAsync(
            "insert into kernel_secret(name, wrapped, created_at) values ($1, $2, $3) on conflict (name) do nothing",
            name, wrapped, time.GetUtcNow().ToMicros()), cancel);
        return await FindAsync(name, cancel) ?? throw new InvalidOperationException($"The secret '{name}' was stored but is not there.");
    }

    public async Task<byte[]?> FindAsync(string name, CancellationToken cancel = default)
    {
        var wrapped = await database.ReadAsync(session => session.FirstAsync(
            "select wrapped from kernel_secret where name = $1", row => row.GetFieldValue<byte[]>(0), name), cancel);
        try
        {
            return wrapped is null ? null : master.Unwrap(name, wrapped);
        }
        catch (CryptographicException fault)
        {
            throw new InvalidOperationException(
                $"The secret '{name}' does not open with this node's master key. Give this node the key that the installation began with: copy master.key into its data folder, or set {MasterKey.Variable}.", fault);
        }
    }
}
