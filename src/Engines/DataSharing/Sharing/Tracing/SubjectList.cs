namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>A sorted list of subjects' hashes in a file, 16 bytes each: whether somebody is in a list of a million is told by twenty reads.</summary>
internal static class SubjectList
{
    private const int Width = 16;

    /// <summary>Writes the list; it is whole under its name, or not there.</summary>
    /// <param name="hashes">As <see cref="SubjectHash"/> makes them: 32 hexadecimal digits.</param>
    public static async Task WriteAsync(string path, IEnumerable<string> hashes, string drafts)
    {
        var draft = Path.Combine(drafts, Path.GetRandomFileName());
        await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
        {
            foreach (var hash in hashes.Order(StringComparer.Ordinal))
            {
                file.Write(Convert.FromHexString(hash));
            }
        }
        File.Move(draft, path, overwrite: true);
    }

    public static bool Holds(string path, string hash)
    {
        var wanted = Convert.FromHexString(hash);
        Span<byte> entry = stackalloc byte[Width];
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
        for (long low = 0, high = RandomAccess.GetLength(file) / Width; low < high;)
        {
            var middle = low + ((high - low) / 2);
            if (RandomAccess.Read(file, entry, middle * Width) != Width)
            {
                throw new InvalidDataException($"{path} is torn. Delete it; it will be made again.");
            }
            var order = entry.SequenceCompareTo(wanted);
            if (order == 0)
            {
                return true;
            }
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }
        return false;
    }
}
