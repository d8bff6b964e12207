using System.Globalization;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Conformance.Writer;

/// <summary>A process to be killed: its callers write without end, and each acknowledged write is told on standard output.</summary>
public static class Program
{
    /// <param name="args">Address of the store, data folder, number of callers.</param>
    public static async Task Main(string[] args)
    {
        await using var database = Databases.Open(args[0], args[1]);
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, int.Parse(args[2], CultureInfo.InvariantCulture)).Select(caller => WriteAsync(database, caller, output)));
    }

    private static async Task WriteAsync(IDatabase database, int caller, TextWriter output)
    {
        var number = await database.ReadAsync(s => s.FirstAsync("select number from counter where caller = $1", r => r.GetInt64(0), caller));
        while (true)
        {
            number++;
            await database.WriteAsync(async session =>
            {
                await session.DeferAsync("update counter set number = $2 where caller = $1 and number = $2 - 1", [caller, number], 1);
                await session.DeferAsync("insert into event(caller, number, content) values ($1, $2, $3)", [caller, number, new string('x', 300)]);
                await session.DeferAsync("insert into outbox(caller, number) values ($1, $2)", [caller, number]);
                return number;
            });
            await output.WriteLineAsync($"{caller} {number}");
        }
    }
}
