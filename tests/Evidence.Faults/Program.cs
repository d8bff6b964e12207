// One pass over the log, to be traced call by call: Zhuangjin.Evidence.Faults FOLDER (seal|publish|national).
// It prepares everything up to the named step, prints "ready" and waits for a line; a tracer attaches meanwhile. Then it records (when it is to seal),
// seals, publishes, or extends and publishes the national tree, trying again after a fault as the services do, tells what was acknowledged, and ends with "done".
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Storage;

const int Events = 3;
const int Attempts = 4;
var (folder, step) = (args[0], args[1]);
await using var database = Databases.Open(Databases.DefaultAddress, folder);
using var note = new NoteKey("zhuangjin.example/log", Enumerable.Repeat((byte)7, 32).ToArray());
var key = new LogKey();
key.Open(note);
var subjects = new SubjectKeys(TimeProvider.System);
subjects.Open(Enumerable.Repeat((byte)7, 32).ToArray());
var recorder = new Recorder(TimeProvider.System, new LogSignals(), subjects);
var sequencer = new Sequencer(database, TimeProvider.System, key, Sha256TreeHash.Instance, recorder);
var publisher = new Publisher(database, new LogFolder(Path.Combine(folder, "log")));
var nationalKey = new NationalKey();
nationalKey.Open(new("zhuangjin.example/log-gm", Sm2PrivateKey.FromNumber(Enumerable.Repeat((byte)7, 32).ToArray())));
var national = new NationalLog(database, nationalKey, folder);
var extending = new NationalSealer(database, TimeProvider.System, nationalKey);
var none = ImmutableSortedDictionary<string, string>.Empty;

// Once untraced, so that the traced pass shows the calls of the log and not those of a program that is still loading.
await RecordAsync("warm");
await SealAsync();
await publisher.PublishAsync(default);
if (step == "national")
{
    await ExtendAsync();
}
if (step != "seal")
{
    await RecordAsync("traced");
    await SealAsync();
}
_ = SetTracer(0x59616d61, -1); // PR_SET_PTRACER, anybody: where the kernel lets only a parent trace
Tell("ready");
_ = Console.In.ReadLine();
if (step == "seal")
{
    await RecordAsync("traced");
    await SealAsync();
}
else if (step == "national")
{
    await ExtendAsync();
}
else
{
    Tell($"published {await TryAsync(() => publisher.PublishAsync(default))}");
}
Tell("done");

async Task RecordAsync(string stream)
{
    for (var sequence = 1; sequence <= Events; sequence++)
    {
        var happened = new EvidenceEvent("test.event", stream, sequence, TimeProvider.System.GetUtcNow(), "clock", none, none.Add("secret", "value"));
        await TryAsync(async () =>
        {
            // A write whose failure was told may have happened all the same: then trying again must not double it.
            await database.WriteAsync(async session => await recorder.NextSequenceAsync(session, stream) > happened.Sequence ? "" : await recorder.RecordAsync(session, happened));
            return 0L;
        });
        Tell($"event {stream} {sequence}");
    }
}

async Task SealAsync()
{
    while (await TryAsync(async () => await sequencer.SealAsync(default)) > 0)
    {
    }
    Tell("sealed");
}

async Task ExtendAsync()
{
    while (await TryAsync(() => extending.ExtendAsync(default)) > 0)
    {
    }
    Tell($"national {await TryAsync(() => national.Publisher.PublishAsync(default))}");
}

async Task<long> TryAsync(Func<Task<long>> work)
{
    for (var attempt = 1; ; attempt++)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (attempt < Attempts)
        {
            Tell($"fault {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}

void Tell(string line)
{
    Console.Out.WriteLine(line);
    Console.Out.Flush();
}

[DllImport("libc", EntryPoint = "prctl")]
static extern int SetTracer(int option, nint value);
