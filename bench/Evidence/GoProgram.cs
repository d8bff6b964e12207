using System.Globalization;

namespace Zhuangjin.Bench.Evidence;

/// <summary>Debian's golang.org/x/mod/sumdb/tlog (golang-go, golang-golang-x-mod-dev), computing the root of the same log.</summary>
internal sealed class GoProgram
{
    private readonly string _binary;

    private GoProgram(string binary) => _binary = binary;

    public static async Task<GoProgram> BuildAsync(string folder)
    {
        var binary = Path.Combine(folder, "hashlog");
        await Programs.RunAsync("go", "build", "-o", binary, Path.Combine(AppContext.BaseDirectory, "Evidence", "go", "hashlog.go"));
        return new(binary);
    }

    /// <summary>Its start is not counted in the seconds.</summary>
    public async Task<Took> RunAsync(string folder, long size, int threads)
    {
        var parts = (await Programs.RunAsync(_binary, folder, size.ToString(CultureInfo.InvariantCulture), threads.ToString(CultureInfo.InvariantCulture))).Split(' ');
        return new(double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
