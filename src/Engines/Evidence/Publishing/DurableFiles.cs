using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zhuangjin.Evidence.Publishing;

/// <summary>Files that are whole or absent, also after a power cut.</summary>
internal static class DurableFiles
{
    /// <summary>Writes beside, flushes, renames, flushes the folder. A file that already has these bytes is left alone.</summary>
    public static Task WriteAsync(string path, byte[] bytes, CancellationToken cancel) => WriteAsync([(path, bytes)], cancel);

    /// <summary>The same for several files, whose folders are flushed once. When it fails, each of them is whole, absent or as it was.</summary>
    public static async Task WriteAsync(IReadOnlyList<(string Path, byte[] Bytes)> files, CancellationToken cancel)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, bytes) in files)
        {
            if (await HoldsAsync(path, bytes, cancel))
            {
                continue;
            }
            var folder = Path.GetDirectoryName(path)!;
            MakeFolder(folder);
            var beside = $"{path}.{Environment.ProcessId}.tmp";
            await using (var file = new FileStream(beside, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous }))
            {
                await file.WriteAsync(bytes, cancel);
                file.Flush(flushToDisk: true);
            }
            File.Move(beside, path, overwrite: true);
            folders.Add(folder);
        }
        foreach (var folder in folders)
        {
            FlushFolder(folder);
        }
    }

    private static async Task<bool> HoldsAsync(string path, byte[] bytes, CancellationToken cancel) =>
        new FileInfo(path) is { Exists: true } file && file.Length == bytes.Length
        && (await File.ReadAllBytesAsync(path, cancel)).AsSpan().SequenceEqual(bytes);

    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }
        var parent = Path.GetDirectoryName(folder)!;
        MakeFolder(parent);
        Directory.CreateDirectory(folder);
        FlushFolder(parent);
    }

    /// <summary>Makes renames in a folder durable. Windows keeps its own journal of them and has no such call.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        var descriptor = Open(folder, 0);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (descriptor < 0 || Synchronise(descriptor) != 0)
        {
            throw new IOException($"The folder {folder} could not be flushed to disk (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open(string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Synchronise(int descriptor);
}
