using System.Globalization;
using System.Net;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>A witness's answers, held against c2sp.org/tlog-witness sentence by sentence.</summary>
public sealed class WitnessTests
{
    [Fact]
    public async Task A_log_grows_and_each_state_is_cosigned()
    {
        await using var rig = await WitnessRig.StartAsync();
        foreach (var (old, now) in new[] { (0L, 0L), (0, 1), (1, 7), (7, 8), (8, 300), (300, 300), (300, 1000) })
        {
            var (code, _, lines) = await rig.PostAsync(rig.Log.Ask(old, now));
            Assert.True(code == 200, $"{old} → {now}: {code} {lines}");
            Assert.StartsWith("— auditor.example/witness ", lines);
            Assert.EndsWith("\n", lines);
            var cosigned = rig.Cosigned(rig.Log.Note(now), lines);
            Assert.True(cosigned.Signatures[^1].CosignedAt > Samples.At, "the time must not be zero");
        }
    }

    [Fact]
    public async Task The_signature_is_made_over_two_lines_and_the_whole_checkpoint()
    {
        await using var rig = await WitnessRig.StartAsync();
        var note = rig.Log.Sign(new Checkpoint(rig.Log.Verifier.Name, 5, NotedLog.Root(5)).Text + "extension line\n");
        var (code, _, line) = await rig.PostAsync(NotedLog.Body(0, [], note));
        Assert.Equal(200, code);
        var signed = rig.Cosigned(note, line).Signatures[^1];
        Assert.Equal(4 + 8 + 64, signed.Bytes.Length);
        // The key's last 32 bytes, the signature's last 64, and the text that the specification spells out.
        var key = NSec.Cryptography.PublicKey.Import(NSec.Cryptography.SignatureAlgorithm.Ed25519, Convert.FromBase64String(rig.Key.ToString().Split('+', 3)[2]).AsSpan(1), NSec.Cryptography.KeyBlobFormat.RawPublicKey);
        var text = string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {signed.CosignedAt!.Value.ToUnixTimeSeconds()}\n{note.Text}");
        Assert.True(NSec.Cryptography.SignatureAlgorithm.Ed25519.Verify(key, System.Text.Encoding.UTF8.GetBytes(text), signed.Bytes.AsSpan(12)));
    }

    public static TheoryData<string, string> Malformed => new()
    {
        { "nothing", "" },
        { "no old line", "{note}" },
        { "no empty line", "old 0\n{note}" },
        { "leading zero", "old 00\n\n{note}" },
        { "sign", "old +0\n\n{note}" },
        { "negative", "old -1\n\n{note}" },
        { "two blanks", "old  0\n\n{note}" },
        { "carriage return", "old 0\r\n\r\n{note}" },
        { "too large for a size", "old 99999999999999999999\n\n{note}" },
        { "proof not base 64", "old 0\n!!!\n\n{note}" },
        { "proof of 31 bytes", "old 0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n\n{note}" },
        { "no signature", "old 0\n\ncity.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n" },
        { "no checkpoint", "old 0\n\nhello\n\n— city.example/log AAAAAAAA\n" },
        { "no final line feed", "old 0\n\n{cut}" },
        { "64 lines of proof", "old 1\n{64}\n{note}" },
        { "old beyond the checkpoint", "old 6\n\n{note}" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Status_400(string what, string body)
    {
        await using var rig = await WitnessRig.StartAsync();
        var note = rig.Log.Note(5).ToString();
        var hash = Convert.ToBase64String(new byte[32]) + "\n";
        var (code, _, answer) = await rig.PostAsync(body.Replace("{note}", note).Replace("{cut}", note[..^1]).Replace("{64}", string.Concat(Enumerable.Repeat(hash, 64))));
        Assert.True(code == 400, $"{what}: {code} {answer}");
    }

    [Fact]
    public async Task Status_403_without_or_with_a_wrong_signature_of_a_known_key()
    {
        await using var rig = await WitnessRig.StartAsync();
        var good = rig.Log.Note(5);
        using var stranger = new NotedLog("city.example/log", 77);
        Assert.Equal(403, (await rig.PostAsync(stranger.Ask(0, 5))).Code);
        // A wrong signature in the known key's name spoils the note, also beside a right one.
        var bytes = good.Signatures[0].Bytes.ToArray();
        bytes[20] ^= 1;
        var wrong = new NoteSignature(good.Signatures[0].Name, bytes);
        Assert.Equal(403, (await rig.PostAsync(NotedLog.Body(0, [], good with { Signatures = [wrong] }))).Code);
        Assert.Equal(403, (await rig.PostAsync(NotedLog.Body(0, [], good with { Signatures = [good.Signatures[0], wrong] }))).Code);
        // Signatures of unknown keys are ignored, and not passed on.
        var (code, _, lines) = await rig.PostAsync(NotedLog.Body(0, [], good with { Signatures = [stranger.Note(5).Signatures[0], good.Signatures[0]] }));
        Assert.Equal(200, code);
        Assert.Single(lines.Trim().Split('\n'));
    }

    [Fact]
    public async Task Status_404_for_a_log_that_it_does_not_watch_until_a_file_names_it()
    {
        await using var rig = await WitnessRig.StartAsync();
        using var other = new NotedLog("county.example/log", 12);
        Assert.Equal(404, (await rig.PostAsync(other.Ask(0, 5))).Code);
        var file = Path.Combine(rig.Files, "more-logs");
        await File.WriteAllTextAsync(file, $"# the county\n\n{other.Verifier}\n");
        await rig.AgainAsync(file);
        Assert.Equal(200, (await rig.PostAsync(other.Ask(0, 5))).Code);
        Assert.Equal(200, (await rig.PostAsync(rig.Log.Ask(0, 3))).Code);

        await File.WriteAllTextAsync(file, "# the county\nnonsense\n");
        var refused = await Assert.ThrowsAsync<FormatException>(() => rig.AgainAsync(file));
        Assert.Contains($"{file}, line 2", refused.Message);
    }

    [Fact]
    public async Task Status_409_tells_the_size_in_its_own_media_type()
    {
        await using var rig = await WitnessRig.StartAsync();
        Assert.Equal((409, "text/x.tlog.size", "0\n"), await rig.PostAsync(rig.Log.Ask(3, 5)));
        Assert.Equal(200, (await rig.PostAsync(rig.Log.Ask(0, 5))).Code);
        Assert.Equal((409, "text/x.tlog.size", "5\n"), await rig.PostAsync(rig.Log.Ask(0, 9)));
        Assert.Equal((409, "text/x.tlog.size", "5\n"), await rig.PostAsync(rig.Log.Ask(6, 9)));
        // Going back is asking from a size that the witness has left behind.
        Assert.Equal((409, "text/x.tlog.size", "5\n"), await rig.PostAsync(rig.Log.Ask(3, 4)));
        Assert.Equal((409, "text/x.tlog.size", "5\n"), await rig.PostAsync(rig.Log.Ask(0, 0)));
        Assert.Equal(200, (await rig.PostAsync(rig.Log.Ask(5, 9))).Code);
    }

    [Fact]
    public async Task Status_422_for_what_does_not_continue_the_log()
    {
        await using var rig = await WitnessRig.StartAsync();
        var zero = rig.Log.Sign(new Checkpoint(rig.Log.Verifier.Name, 0, new byte[32]).Text);
        Assert.Equal(422, (await rig.PostAsync(NotedLog.Body(0, [], zero))).Code); // an empty tree with another root
        Assert.Equal(422, (await rig.PostAsync(NotedLog.Body(0, [new byte[32]], rig.Log.Note(5)))).Code); // a proof from zero
        Assert.Equal(200, (await rig.PostAsync(rig.Log.Ask(0, 5))).Code);
        Assert.Equal(422, (await rig.PostAsync(NotedLog.Body(5, [], rig.Log.Note(9)))).Code); // none where one is needed
        Assert.Equal(422, (await rig.PostAsync(rig.Log.Ask(5, 9, "b"))).Code); // another history
        Assert.Equal(422, (await rig.PostAsync(NotedLog.Body(5, NotedLog.Proof(5, 9).SkipLast(1), rig.Log.Note(9)))).Code);
        Assert.Equal(422, (await rig.PostAsync(NotedLog.Body(5, [.. NotedLog.Proof(5, 9), new byte[32]], rig.Log.Note(9)))).Code);
        Assert.Equal(422, (await rig.PostAsync(NotedLog.Body(5, [], rig.Log.Note(5, "b")))).Code); // the same size, another root
        Assert.Equal(200, (await rig.PostAsync(rig.Log.Ask(5, 9))).Code);
    }

    [Fact]
    public async Task A_fork_is_kept_with_both_notes_and_shown()
    {
        await using var rig = await WitnessRig.StartAsync();
        Assert.Contains("目前没有发现", await rig.GetAsync("/"));
        await rig.PostAsync(rig.Log.Ask(0, 5));
        Assert.Equal(409, (await rig.PostAsync(rig.Log.Ask(0, 5, "b"))).Code); // whatever the answer's number, two signed roots are proof
        Assert.Equal(422, (await rig.PostAsync(rig.Log.Ask(5, 5, "b"))).Code);
        var kept = Assert.Single(Directory.GetDirectories(Path.Combine(rig.Files, "misbehaviour")));
        foreach (var (file, history) in new[] { ("earlier", "a"), ("later", "b") })
        {
            var note = SignedNote.Parse(await File.ReadAllTextAsync(Path.Combine(kept, file)));
            Assert.True(note.IsSignedBy(rig.Log.Verifier));
            Assert.Equal(NotedLog.Root(5, history), Checkpoint.Parse(note.Text).Root);
        }
        var page = await rig.GetAsync("/?lang=en");
        Assert.Contains("Misbehaviour found: 1", page);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(kept, "later")), await rig.GetAsync($"/misbehaviour/{Path.GetFileName(kept)}/later"));
        await rig.GetAsync("/misbehaviour/..%2Flogs/key", HttpStatusCode.NotFound);

        // A wrong proof anybody can send: kept apart, once, and not called a proof.
        await rig.PostAsync(rig.Log.Ask(5, 9, "b"));
        await rig.PostAsync(NotedLog.Body(5, [new byte[32]], rig.Log.Note(9, "b")));
        Assert.Single(Directory.GetDirectories(Path.Combine(rig.Files, "doubtful")));
        Assert.Single(Directory.GetDirectories(Path.Combine(rig.Files, "misbehaviour")));
    }

    [Fact]
    public async Task What_was_cosigned_last_is_served_to_monitors_and_outlives_a_restart()
    {
        await using var rig = await WitnessRig.StartAsync();
        var path = $"/{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("city.example/log"u8))}/checkpoint";
        await rig.GetAsync(path, HttpStatusCode.NotFound);
        await rig.PostAsync(rig.Log.Ask(0, 5));
        var (key, served) = (rig.Key.ToString(), await rig.GetAsync(path));
        var note = SignedNote.Parse(served);
        Assert.True(note.IsSignedBy(rig.Key) && note.IsSignedBy(rig.Log.Verifier));
        Assert.Equal(key + "\n", await rig.GetAsync("/vkey"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(rig.Files, "key")));
        }
        await rig.AgainAsync();
        Assert.Equal((key, served), (rig.Key.ToString(), await rig.GetAsync(path)));
        Assert.Equal("5\n", (await rig.PostAsync(rig.Log.Ask(0, 5))).Body);
    }

    [Fact]
    public async Task Of_many_requests_at_once_only_one_continues_from_a_size()
    {
        await using var rig = await WitnessRig.StartAsync();
        await rig.PostAsync(rig.Log.Ask(0, 5));
        var answers = await Task.WhenAll(Enumerable.Range(6, 40).Select(size => rig.PostAsync(rig.Log.Ask(5, size))));
        var winner = Assert.Single(answers.Index(), a => a.Item.Code == 200).Index + 6;
        Assert.All(answers.Where(a => a.Code != 200), a => Assert.Equal((409, $"{winner}\n"), (a.Code, a.Body)));
    }

    [Fact]
    public async Task It_refuses_to_start_twice_from_a_folder_under_another_name_or_with_a_damaged_memory()
    {
        await using var rig = await WitnessRig.StartAsync();
        var task = new WitnessTask(rig.Files, [rig.Log.Verifier.ToString()]);
        Assert.Contains("Another witness is using", (await Assert.ThrowsAsync<InvalidDataException>(() => WitnessProgram.StartAsync(task, TimeProvider.System))).Message);

        using var folder = new TestFolder();
        await (await WitnessProgram.StartAsync(task with { Directory = folder.Path, Name = "one.example" }, TimeProvider.System)).DisposeAsync();
        Assert.Contains("'one.example'", (await Assert.ThrowsAsync<InvalidDataException>(() => WitnessProgram.StartAsync(task with { Directory = folder.Path, Name = "two.example" }, TimeProvider.System))).Message);

        await rig.PostAsync(rig.Log.Ask(0, 5));
        var memory = Directory.GetFiles(Path.Combine(rig.Files, "logs"), "checkpoint", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(memory, (await File.ReadAllTextAsync(memory)).Replace("\n5\n", "\n4\n"));
        Assert.Contains("is damaged", (await Assert.ThrowsAsync<InvalidDataException>(() => rig.AgainAsync())).Message);
    }
}
