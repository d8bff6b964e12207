using System.Net;
using System.Text;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>A log of numbered leaves that can be asked for any state and any proof, honest or of another history.</summary>
internal sealed class NotedLog(string origin, byte seed) : IDisposable
{
    private readonly NoteKey _key = new(origin, Enumerable.Repeat(seed, 32).ToArray());

    public VerifierKey Verifier => _key.Verifier;

    private static List<byte[]> Leaves(long size, string history) => [.. Enumerable.Range(0, (int)size).Select(i => NaiveTree.Leaf(Encoding.UTF8.GetBytes($"{history} {i}")))];

    public SignedNote Note(long size, string history = "a") => _key.Sign(new Checkpoint(Verifier.Name, size, Root(size, history)).Text);

    public SignedNote Sign(string text) => _key.Sign(text);

    public static byte[] Root(long size, string history = "a") => size == 0 ? Sha256TreeHash.Instance.Empty() : NaiveTree.Root([.. Leaves(size, history)]);

    public static List<byte[]> Proof(long older, long newer, string history = "a") => older == 0 ? [] : NaiveTree.Proof((int)older, [.. Leaves(newer, history)]);

    /// <summary>The body of an honest request.</summary>
    public string Ask(long older, long newer, string history = "a") => Body(older, Proof(older, newer, history), Note(newer, history));

    public static string Body(long old, IEnumerable<byte[]> proof, SignedNote note) => $"old {old}\n{string.Concat(proof.Select(p => Convert.ToBase64String(p) + "\n"))}\n{note}";

    public void Dispose() => _key.Dispose();
}

/// <summary>A witness in this process, on a port of its own, that a test asks over HTTP.</summary>
internal sealed class WitnessRig : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private RunningWitness? _running;

    public NotedLog Log { get; } = new("city.example/log", 9);

    public string Files => _folder.Path;

    public HttpClient Client { get; private set; } = null!;

    public VerifierKey Key => VerifierKey.ParseWitness(_running!.VerifierKey);

    public Uri Address => _running!.Address;

    public static async Task<WitnessRig> StartAsync()
    {
        var rig = new WitnessRig();
        await rig.AgainAsync();
        return rig;
    }

    /// <summary>Ends it and starts it again from the same folder.</summary>
    public async Task AgainAsync(params string[] moreLogs)
    {
        await StopAsync();
        _running = await WitnessProgram.StartAsync(new(Files, [Log.Verifier.ToString(), .. moreLogs], "auditor.example/witness"), TimeProvider.System);
        Client = new() { BaseAddress = _running.Address };
    }

    public async Task<(int Code, string? Type, string Body)> PostAsync(string body)
    {
        using var answer = await Client.PostAsync(new Uri("/add-checkpoint", UriKind.Relative), new StringContent(body));
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsStringAsync());
    }

    public async Task<string> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode == expected ? await answer.Content.ReadAsStringAsync() : throw new InvalidOperationException($"{path} answered {answer.StatusCode}.");
    }

    /// <summary>The checkpoint with the line that the witness answered.</summary>
    public SignedNote Cosigned(SignedNote note, string lines) => SignedNote.Parse(note + lines) is var signed && signed.IsSignedBy(Key) ? signed : throw new InvalidOperationException("Not co-signed: " + lines);

    private async Task StopAsync()
    {
        Client?.Dispose();
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Log.Dispose();
        _folder.Dispose();
    }
}
