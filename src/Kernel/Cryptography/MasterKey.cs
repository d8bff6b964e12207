using System.Security.Cryptography;
using System.Text;

namespace Zhuangjin.Kernel.Cryptography;

/// <summary>The key that wraps all others: 16 bytes, from the environment variable ZJ_MASTER_KEY or the file master.key of the data folder.</summary>
/// <remarks>Back it up apart from the database: without it no stored key opens again. Nodes that share a database share it.</remarks>
public sealed class MasterKey
{
    /// <summary>Environment variable with 32 hexadecimal digits.</summary>
    public const string Variable = "ZJ_MASTER_KEY";

    /// <summary>Name of the file in the data folder.</summary>
    public const string FileName = "master.key";

    /// <summary>First byte of a wrapped secret; then nonce, ciphertext and tag.</summary>
    private const byte FormatVersion = 1;

    private readonly byte[] _key;

    public MasterKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != Sm4.KeyLength)
        {
            throw new ArgumentException($"A master key has {Sm4.KeyLength} bytes, not {key.Length}.", nameof(key));
        }
        _key = key.ToArray();
    }

    /// <summary>Reads the key of this installation; makes the file, readable by its owner only, when there is neither variable nor file.</summary>
    /// <exception cref="InvalidOperationException">What is there is not 32 hexadecimal digits.</exception>
    public static MasterKey Load(string dataDirectory)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable)
        {
            return Parse(variable, $"The environment variable {Variable}");
        }
        Directory.CreateDirectory(dataDirectory);
        var path = Path.Combine(dataDirectory, FileName);
        if (!File.Exists(path))
        {
            Make(path);
        }
        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>Encrypts a secret for rest. The name is bound to it: a wrapped secret opens under no other name.</summary>
    public byte[] Wrap(string name, ReadOnlySpan<byte> secret)
    {
        var nonce = RandomNumberGenerator.GetBytes(Sm4.NonceLength);
        return [FormatVersion, .. nonce, .. Sm4.EncryptGcm(_key, nonce, secret, Encoding.UTF8.GetBytes(name))];
    }

    /// <exception cref="CryptographicException">Wrapped under another key or name, or changed.</exception>
    public byte[] Unwrap(string name, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length < 1 + Sm4.NonceLength + Sm4.TagLength || wrapped[0] != FormatVersion)
        {
            throw new CryptographicException("This is no wrapped secret.");
        }
        return Sm4.DecryptGcm(_key, wrapped.Slice(1, Sm4.NonceLength), wrapped[(1 + Sm4.NonceLength)..], Encoding.UTF8.GetBytes(name));
    }

    private static MasterKey Parse(string text, string where)
    {
        try
        {
            return new(Convert.FromHexString(text.Trim()));
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            throw new InvalidOperationException($"{where} is no master key; it must hold {Sm4.KeyLength * 2} hexadecimal digits.", fault);
        }
    }

    private static void Make(string path)
    {
        // Written whole under another name first: a process that starts at the same moment never reads half a key.
        var draft = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Sm4.KeyLength)) + "\n"));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
