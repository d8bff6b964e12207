using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;

// A node to be killed: its callers submit and accept without end, each under keys of its own, and tell every acknowledged case on standard output.
// Arguments: address of the store, data folder, number of callers, number from which each begins.
// With "import" as the third: it enters the rows of the running imports, as a node does in the background.
await using var node = await CasesNode.StartAsync(args[0], args[1]);
if (args[2] == "import")
{
    await node.Get<Zhuangjin.Cases.Importing.ImportRunner>().RunAllAsync(default);
    return;
}
var owner = await node.ActorAsync("owner");
var clerk = await node.ActorAsync("approval-1");
var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
await Task.WhenAll(Enumerable.Range(0, int.Parse(args[2], CultureInfo.InvariantCulture)).Select(async caller =>
{
    for (var number = int.Parse(args[3], CultureInfo.InvariantCulture); ; number++)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{caller}-{number}");
        var state = await node.SubmitAsync(owner, name, "submit-" + name);
        await node.Cases.ExecuteAsync(clerk, state.Id, new Accept(), idempotencyKey: "accept-" + name);
        await output.WriteLineAsync(name + " " + state.Id);
    }
}));
