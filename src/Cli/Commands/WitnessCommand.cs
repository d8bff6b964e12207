using System.CommandLine;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj witness: co-signs the checkpoints of others' logs, on a machine and by people apart from them.</summary>
internal static class WitnessCommand
{
    public static Command Make()
    {
        var data = Node.Data("Folder of the witness: its key, what it has co-signed, and proof of misbehaviour. Back it up; never run two witnesses from one.");
        data.DefaultValueFactory = _ => new DirectoryInfo("witness");
        var log = new Option<string[]>("--log") { Description = "Key of a log to watch, or a file with a key on each line; may be repeated.", HelpName = "VKEY", Required = true };
        var name = new Option<string?>("--name") { Description = "Name of the witness, for example auditor.example/witness; fixed at the first start.", HelpName = "NAME" };
        var port = new Option<ushort>("--port") { Description = "Port to listen on; 0 for any that is free. The address is printed.", DefaultValueFactory = _ => 5090 };
        var everywhere = new Option<bool>("--everywhere") { Description = "Listen for other machines as well, not only for this one." };
        var command = new Command("witness", "Witness the logs of others. 为他人的日志作见证") { data, log, name, port, everywhere };
        command.SetAction(async (parsed, cancel) =>
        {
            var task = new WitnessTask(parsed.GetValue(data)!.FullName, parsed.GetValue(log)!, parsed.GetValue(name), parsed.GetValue(port), parsed.GetValue(everywhere));
            var output = parsed.InvocationConfiguration.Output;
            try
            {
                await using var witness = await WitnessProgram.StartAsync(task, TimeProvider.System, cancel);
                await output.WriteLineAsync(witness.VerifierKey);
                await output.WriteLineAsync(witness.Address.ToString());
                await output.FlushAsync(cancel);
                await Task.WhenAny(witness.Stopped, Task.Delay(Timeout.Infinite, cancel));
                return 0;
            }
            catch (FormatException e)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                return 1;
            }
        });
        return command;
    }
}
