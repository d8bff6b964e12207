using System.Runtime.InteropServices;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>Asks the system for pages of two megabytes where much memory is used in no order; with pages of four kilobytes the processor would look up the page at every key.</summary>
internal static unsafe partial class HugePages
{
    /// <summary>What memory begins at, to have all of it.</summary>
    public const int Alignment = 2 << 20;

    private const int MadvHugepage = 14;

    /// <summary>A wish, before the memory is first written: where it is not granted, everything is as before.</summary>
    public static void Wish(void* memory, long bytes)
    {
        var first = ((nint)memory + Alignment - 1) / Alignment * Alignment;
        var length = ((nint)memory + (nint)bytes - first) / Alignment * Alignment;
        if (OperatingSystem.IsLinux() && length > 0)
        {
            _ = Advise(first, (nuint)length, MadvHugepage);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
