using System.Security.Cryptography;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Check;

/// <summary>Opens the private fields for a check, where the one who checks holds the installation's master key.</summary>
internal static class InstallationSecret
{
    /// <summary>Null when there is no master key here, no secret in the store, or the one does not fit the other: then the private fields stay closed.</summary>
    public static async ValueTask<PrivateFields?> FindAsync(ISession session, string? dataDirectory)
    {
        var isHere = Environment.GetEnvironmentVariable(MasterKey.Variable) is { Length: > 0 } || (dataDirectory is not null && File.Exists(Path.Combine(dataDirectory, MasterKey.FileName)));
        if (!isHere || await WrappedAsync(session) is not { } wrapped)
        {
            return null;
        }
        try
        {
            var keys = new SubjectKeys(TimeProvider.System);
            keys.Open(MasterKey.Load(dataDirectory ?? ".").Unwrap(SubjectKeysOpening.Secret, wrapped));
            return new(keys);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static ValueTask<byte[]?> WrappedAsync(ISession session) =>
        session.FirstAsync("select wrapped from kernel_secret where name = $1", r => r.GetFieldValue<byte[]>(0), SubjectKeysOpening.Secret);
}
