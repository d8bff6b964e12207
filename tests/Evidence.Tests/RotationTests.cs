using System.Text;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Keys;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The log's signing key is replaced. Who holds an old proof, or the old key, loses nothing.</summary>
public sealed class RotationTests(SharedStore shared) : IClassFixture<SharedStore>
{
    private static readonly LogOperator Operator = new("p1", "office/1");

    private static KeyRotation RotationOf(TestLog log) =>
        new(log.Database, new FixedKeys(), log.Recorder, log.Key, new(log.Database, new FixedKeys(), log.Key), TimeProvider.System);

    private static async Task RotateAsync(TestLog log, TimeSpan overlap)
    {
        var rotation = RotationOf(log);
        await rotation.RotateAsync(Operator, overlap);
        Assert.False(await rotation.TakeEffectAsync(default)); // announced only: the old key goes on signing
        await log.SealAllAsync();
        Assert.True(await rotation.TakeEffectAsync(default));
    }

    private static async Task<TestLog> LogAsync(string? address = null)
    {
        var log = await TestLog.OpenAsync(address);
        await log.RecordAsync("case/a", 1, "张三");
        await log.SealAllAsync();
        await log.Publisher.PublishAsync(default);
        return log;
    }

    private static Task<byte[]> ProofAsync(TestLog log) => log.Proofs.ProofFileAsync("case/a", (_, _) => true);

    private static async Task GrowAsync(TestLog log, long sequence)
    {
        await log.RecordAsync("case/a", sequence, "张三");
        await log.SealAllAsync();
        await log.Publisher.PublishAsync(default);
    }

    private static async Task AssertSoundAsync(TestLog log) =>
        Assert.Empty((await Check.StoredLogCheck.RunAsync(log.Database, log.DataDirectory, null, log.Hidden, default)).Findings.Select(f => $"{f.Place} {f.What.Code}"));

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Old_proofs_hold_under_the_old_key_and_new_ones_under_the_new_and_through_the_chain(Dialect dialect)
    {
        await using var log = await LogAsync(dialect == Dialect.Postgres ? await shared.Cluster.CreateDatabaseAsync() : null);
        var old = log.Key.Verifier.ToString();
        var oldProof = await ProofAsync(log);

        await RotateAsync(log, TimeSpan.Zero);
        await GrowAsync(log, 2);
        var current = log.Key.Verifier.ToString();
        Assert.NotEqual(old, current);
        Assert.Equal(VerifierKey.Parse(old).Name, VerifierKey.Parse(current).Name);
        var newProof = await ProofAsync(log);

        Assert.True(ProofVerifier.Verify(oldProof, old).Holds);
        Assert.Equal("evidence.verify.key-differs", ProofVerifier.Verify(oldProof, current).Failure?.Code);
        Assert.True(ProofVerifier.Verify(newProof, current).Holds);
        var followed = ProofVerifier.Verify(newProof, old);
        Assert.True(followed.Holds, followed.Failure?.Code);
        Assert.Equal(current, followed.VerifierKey);

        // A second rotation: two steps from the first key.
        await RotateAsync(log, TimeSpan.Zero);
        await GrowAsync(log, 3);
        Assert.True(ProofVerifier.Verify(await ProofAsync(log), old).Holds);
        await AssertSoundAsync(log);
        await log.StartAsync();
        Assert.Equal((await log.StateAsync()).Verifier, log.Key.Verifier.ToString());
        var keys = await RotationOf(log).KeysAsync();
        Assert.Equal([0L, 2L, 4L], keys.Select(k => k.FromSize!.Value));
        Assert.Equal([1L, 3L, null], keys.Select(k => k.ToSize));
    }

    [Fact]
    public async Task While_they_overlap_both_keys_sign_and_the_checkpoint_is_signed_anew_at_once()
    {
        await using var log = await LogAsync();
        var old = log.Key.Verifier;
        await RotateAsync(log, TimeSpan.FromDays(30));
        Assert.Equal(2, await log.Publisher.PublishAsync(default)); // the same checkpoint, one more signature
        async Task<SignedNote> PublishedAsync() => SignedNote.Parse(await File.ReadAllTextAsync(log.Folder.CheckpointFile));
        var note = await PublishedAsync();
        Assert.True(note.IsSignedBy(old) && note.IsSignedBy(log.Key.Verifier));
        await GrowAsync(log, 2);
        note = await PublishedAsync();
        Assert.True(note.IsSignedBy(old) && note.IsSignedBy(log.Key.Verifier));
        await log.StartAsync(); // a restart within the overlap goes on with both
        await GrowAsync(log, 3);
        Assert.True((await PublishedAsync()).IsSignedBy(old));
        await AssertSoundAsync(log);
    }

    [Fact]
    public async Task A_chain_that_the_old_key_did_not_sign_leads_nowhere()
    {
        await using var log = await LogAsync();
        var old = log.Key.Verifier.ToString();
        await RotateAsync(log, TimeSpan.Zero);
        await GrowAsync(log, 2);
        var bundle = Proofs.ProofBundle.Read(await ProofAsync(log));
        var step = bundle.Keys![0];
        var forger = new NoteKey(log.Key.Verifier.Name, new byte[32]);
        var forged = forger.Sign(SignedNote.Parse(step.Checkpoint).Text).ToString();
        foreach (var bad in new[]
        {
            bundle with { Keys = null },
            bundle with { Keys = [step with { Checkpoint = forged }] },
            bundle with { Keys = [step with { Index = step.Index - 1 }] },
            bundle with { Keys = [step with { Entry = step.Entry.Replace(log.Key.Verifier.ToString(), forger.Verifier.ToString()) }], Log = forger.Verifier.ToString(), Checkpoint = forger.Sign(SignedNote.Parse(bundle.Checkpoint).Text).ToString() },
        })
        {
            Assert.Equal("evidence.verify.key-differs", ProofVerifier.Verify(bad.ToBytes(), old).Failure?.Code);
        }
    }

    [Fact]
    public async Task One_rotation_at_a_time_and_a_node_that_has_not_heard_of_it_does_not_sign()
    {
        var address = await shared.Cluster.CreateDatabaseAsync();
        await using var one = await LogAsync(address);
        await using var two = await TestLog.OpenAsync(address);
        var rotation = RotationOf(one);
        await rotation.RotateAsync(Operator, TimeSpan.Zero);
        await Assert.ThrowsAsync<ConflictException>(() => rotation.RotateAsync(Operator, TimeSpan.Zero));
        await one.SealAllAsync();
        await rotation.TakeEffectAsync(default);

        await two.RecordAsync("case/b", 1);
        await Assert.ThrowsAsync<Sealing.SealedElsewhereException>(() => two.Sequencer.SealAsync(default));
        Assert.True(await RotationOf(two).TakeEffectAsync(default)); // the look that every node takes
        Assert.Equal(1, await two.SealAllAsync());
        Assert.Equal(one.Key.Verifier.ToString(), two.Key.Verifier.ToString());
        await AssertSoundAsync(two);
    }

    [Fact]
    public async Task Every_checkpoint_is_checked_against_the_key_of_its_time()
    {
        await using var log = await LogAsync();
        var old = log.Key.Note;
        await RotateAsync(log, TimeSpan.Zero);
        await GrowAsync(log, 2);
        // Somebody who kept the old key signs a checkpoint of today with it.
        var state = await log.StateAsync();
        var forged = old.Sign(SignedNote.Parse(state.Note).Text).ToString();
        await log.Database.WriteAsync(s => s.ExecuteAsync("update evidence_checkpoint set note = $1 where size = $2", forged, state.Size));
        var findings = (await Check.StoredLogCheck.RunAsync(log.Database, log.DataDirectory, null, log.Hidden, default)).Findings;
        Assert.Equal($"checkpoint {state.Size}", Assert.Single(findings).Place);
        Assert.DoesNotContain("张三", Encoding.UTF8.GetString(await File.ReadAllBytesAsync(log.Folder.CheckpointFile)));
    }
}
