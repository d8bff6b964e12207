using System.Text;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Evidence.Witnessing;

/// <summary>Invented witnesses for the demonstration, in its own process, so that a visitor sees witnessing without a second terminal. A real log never gets them:
/// a witness beside the log proves nothing, and the page says so.</summary>
internal sealed class DemoWitnesses(ModuleSettings settings, LogKey key, WitnessPolicy policy, TimeProvider time, Func<PhraseBook> texts)
{
    private static readonly string[] Parties = ["audit", "notary", "grid"];

    /// <summary>Starts them where the demonstration has no policy of its own; returns what is to be stopped at the end.</summary>
    public async Task<IReadOnlyList<RunningWitness>> StartAsync(CancellationToken cancel)
    {
        if (!settings.Demo || policy.Policy is not null)
        {
            return [];
        }
        var words = texts().In("zh");
        // By the log's key: a demonstration begun anew has another log, of which the former witnesses know nothing.
        var folder = Path.Combine(settings.DataDirectory, "demo-witnesses", $"{key.Verifier.Id:x8}");
        var running = await Task.WhenAll(Parties.Select(p => WitnessProgram.StartAsync(
            new(Path.Combine(folder, p), [key.Verifier.ToString()], $"{p}.demo.example/witness", Remark: words["evidence.witnesses.demonstration"]), time, cancel)));
        var lines = new StringBuilder();
        foreach (var (party, witness) in Parties.Zip(running))
        {
            lines.Append($"witness {words[$"evidence.witnesses.demo-{party}"]} {witness.VerifierKey} {witness.Address}\n");
        }
        foreach (var party in Parties)
        {
            lines.Append($"group {words[$"evidence.witnesses.demo-group-{party}"]} any {words[$"evidence.witnesses.demo-{party}"]}\n");
        }
        var quorum = words["evidence.witnesses.demo-quorum"];
        lines.Append($"group {quorum} 2 {string.Join(' ', Parties.Select(p => words[$"evidence.witnesses.demo-group-{p}"]))}\nquorum {quorum}\n");
        policy.TakeDemonstration(TrustPolicy.Parse(Encoding.UTF8.GetBytes(lines.ToString()), "demo"));
        return running;
    }
}
