using System.CommandLine;
using Zhuangjin.Cli;
using Zhuangjin.Cli.Commands;

var root = new RootCommand("壮锦 Zhuangjin: a digital-government platform whose every step can be verified.")
{
    DemoCommand.Make(),
    InitCommand.Make(),
    ServeCommand.Make(),
    DueCommand.Make(),
    PackCommand.Make(),
    VerifyCommand.Make(),
    FsckCommand.Make(),
    LogCommand.Make(),
    BackupCommand.Make(),
    RestoreCommand.Make(),
    MonitorCommand.Make(),
    DepositCommand.Make(),
    ImportCommand.Make(),
    QualityCommand.Make(),
    PoolCommand.Make(),
    WitnessCommand.Make(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception fault) when (Faults.Explain(fault) is { } explanation)
{
    await Console.Error.WriteLineAsync(explanation);
    return 1;
}
