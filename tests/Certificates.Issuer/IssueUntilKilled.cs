using System.Globalization;

namespace Zhuangjin.Certificates.Tests;

/// <summary>A process that issues certificates until it is killed: four callers, each acknowledged certificate a line of the file "acknowledged".</summary>
public static class IssueUntilKilled
{
    private const int Callers = 4;

    /// <param name="args">The data folder.</param>
    public static async Task Main(string[] args)
    {
        await using var world = await World.OpenAsync(folder: args[0]);
        await using var acknowledged = new StreamWriter(Path.Combine(args[0], "acknowledged"), append: true) { AutoFlush = true };
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var order = string.Create(CultureInfo.InvariantCulture, $"case/{Environment.ProcessId}-{caller}-{i}/7");
                var certificate = await world.Certificates.IssueAsync(World.Order(), order);
                lock (gate)
                {
                    acknowledged.WriteLine(order + "\t" + certificate.Number);
                }
            }
        })));
    }
}
