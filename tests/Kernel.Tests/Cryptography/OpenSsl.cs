using System.Diagnostics;
using Zhuangjin.Testing;

namespace Zhuangjin.Kernel.Tests.Cryptography;

/// <summary>The openssl command line as a second implementation, in a folder of its own.</summary>
internal sealed class OpenSsl : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Write(string name, byte[] content) => File.WriteAllBytes(_folder.File(name), content);

    public string Read(string name) => File.ReadAllText(_folder.File(name));

    public byte[] ReadBytes(string name) => File.ReadAllBytes(_folder.File(name));

    /// <summary>Runs it and returns what it prints; throws when it ends with a fault.</summary>
    public string Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"openssl {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    public void Dispose() => _folder.Dispose();
}
