using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zhuangjin.Kernel.Files;

/// <summary>Flushes a folder, so that a name given in it survives a power cut. POSIX only; elsewhere names are journalled by the system.</summary>
public static partial class FolderFlush
{
    private const int ReadOnly = 0;

    /// <exception cref="IOException">The system could not flush it.</exception>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        using var handle = Open(folder, ReadOnly);
        if (handle.IsInvalid || Sync(handle) != 0)
        {
            throw new IOException($"The folder {folder} could not be flushed (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle handle);
}
