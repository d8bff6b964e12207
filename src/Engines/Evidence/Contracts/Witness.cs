using Zhuangjin.Evidence.Witness;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>A witness of logs (c2sp.org/tlog-witness): a small program that another party runs, apart from the log, its database and its operators.
/// It co-signs a log's checkpoints only as long as each continues the one before, so that a log which shows different histories to different people cannot hide it.</summary>
public static class WitnessProgram
{
    /// <summary>Starts a witness; its key is made at the first start.</summary>
    /// <exception cref="FormatException">A log's key is none; the message names the file and the line.</exception>
    /// <exception cref="InvalidDataException">The folder belongs to another witness, is in use, or what it holds is damaged.</exception>
    public static Task<RunningWitness> StartAsync(WitnessTask task, TimeProvider time, CancellationToken cancel = default) => WitnessServer.StartAsync(task, time, cancel);
}

/// <param name="Directory">Folder of the witness's key, of what it has co-signed, and of proof of misbehaviour; made when it is missing.</param>
/// <param name="Logs">Keys of the logs that it watches: key lines, or files of such lines (empty lines and lines after '#' are comments).</param>
/// <param name="Name">Name of the witness, as an address without scheme; fixed for ever at the first start. Null: the one that it has, or else one made of this machine's name.</param>
/// <param name="Port">Port to listen on; 0 for any.</param>
/// <param name="Everywhere">True to be reached from other machines; false when a web server in front of it, or only this machine, shall reach it.</param>
/// <param name="Remark">A sentence for the status page, such as that this is a demonstration; null for none.</param>
public sealed record WitnessTask(string Directory, IReadOnlyList<string> Logs, string? Name = null, int Port = 0, bool Everywhere = false, string? Remark = null);

/// <summary>A witness at work. Disposing stops it; what it has answered is on disk at any moment.</summary>
/// <param name="VerifierKey">Its key, for the policy of logs and of those who check proofs.</param>
/// <param name="Address">Where it listens on this machine.</param>
/// <param name="Stopped">Completes when it has been told to end, by Ctrl+C or SIGTERM.</param>
public sealed record RunningWitness(string VerifierKey, Uri Address, Task Stopped, Func<ValueTask> Stop) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Stop();
}
