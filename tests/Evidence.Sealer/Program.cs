// A process that records, seals and publishes as fast as it can until it is killed: Zhuangjin.Evidence.Sealer FOLDER ROUND.
// With a third argument "append", 64 writers append instead, each told its place, while one records through the outbox.
// It prints each event once its transaction is durable, and each checkpoint once it is published.
using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Storage;

var (folder, round) = (args[0], args[1]);
await using var database = Databases.Open(Databases.DefaultAddress, folder);
await MigrationRunner.ApplyAsync(database, MigrationRunner.Of([new EvidenceModule()], database.Dialect), TimeProvider.System);
using var note = new NoteKey("zhuangjin.example/log", Enumerable.Repeat((byte)7, 32).ToArray());
var key = new LogKey();
key.Open(note);
var subjects = new SubjectKeys(TimeProvider.System);
subjects.Open(Enumerable.Repeat((byte)7, 32).ToArray());
var recorder = new Recorder(TimeProvider.System, new LogSignals(), subjects);
var sequencer = new Sequencer(database, TimeProvider.System, key, Sha256TreeHash.Instance, recorder);
var publisher = new Publisher(database, new LogFolder(Path.Combine(folder, "log")));
var none = ImmutableSortedDictionary<string, string>.Empty;

async Task RecordAsync(int writer)
{
    for (var sequence = 1; ; sequence++)
    {
        var happened = new EvidenceEvent("test.event", $"round/{round}-{writer}", sequence, TimeProvider.System.GetUtcNow(), "clock", none, none.Add("secret", "value"));
        await database.WriteAsync(session => recorder.RecordAsync(session, happened));
        Tell($"event {happened.Stream} {sequence}");
    }
}

async Task SealAsync()
{
    while (true)
    {
        if (await sequencer.SealAsync(default) == 0)
        {
            await Task.Yield();
        }
    }
}

async Task PublishAsync()
{
    while (true)
    {
        Tell($"published {await publisher.PublishAsync(default)}");
    }
}

void Tell(string line)
{
    lock (database)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}

async Task AppendAsync(LogAppender appender, int writer)
{
    // Every eighth shares its stream with seven others.
    var stream = writer % 8 == 0 ? $"round/{round}-shared" : $"round/{round}-{writer}";
    while (true)
    {
        var appended = await appender.AppendAsync(stream, sequence => new("test.event", stream, sequence, TimeProvider.System.GetUtcNow(), "clock", none, none));
        if (appended.Index is { } place)
        {
            Tell($"at {place} {appended.EntryId} {stream} {appended.Sequence}");
        }
    }
}

if (args is [_, _, "append"])
{
    var signals = new LogSignals();
    var queue = new AppendQueue(signals);
    using var sealing = new SealingService(database, sequencer, queue, signals, TimeProvider.System, NullLogger<SealingService>.Instance);
    await sealing.StartAsync(default);
    var appender = new LogAppender(database, recorder, queue);
    await Task.WhenAny([.. Enumerable.Range(0, 64).Select(i => Task.Run(() => AppendAsync(appender, i))), Task.Run(() => RecordAsync(64))]).Unwrap();
}

await Task.WhenAny(
[
    .. Enumerable.Range(0, 4).Select(i => Task.Run(() => RecordAsync(i))),
    Task.Run(SealAsync),
    Task.Run(PublishAsync),
]).Unwrap();
