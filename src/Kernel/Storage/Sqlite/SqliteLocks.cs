using System.Security.Cryptography;
using System.Text;

namespace Zhuangjin.Kernel.Storage.Sqlite;

/// <summary>Named locks as locked files beside the store: they hold between processes too, and the system frees them when a process dies.</summary>
internal sealed class SqliteLocks(string directory)
{
    public IHeldLock? TryTake(string name)
    {
        Directory.CreateDirectory(directory);
        var file = Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16] + ".lock");
        try
        {
            return new Held(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
    }

    private sealed class Held(FileStream file) : IHeldLock
    {
        public CancellationToken Lost => CancellationToken.None;

        public ValueTask DisposeAsync() => file.DisposeAsync();
    }
}
