using System.Text;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Monitor;

/// <summary>One look at a log: checkpoint, its continuation of the last one, every new entry. Killed anywhere, the next look goes on where this one stood.</summary>
internal sealed class MonitorRound
{
    private readonly MonitorTask _task;
    private readonly MonitorStore _store;
    private readonly VerifierKey _key;
    private readonly TimeProvider _time;
    private readonly RemoteLog _log;
    private readonly EvidenceFolder _evidence;
    private readonly CheckpointJudgement _judgement;
    private readonly List<MonitorFinding> _findings = [];
    private MonitorState _state;

    private MonitorRound(MonitorTask task, MonitorStore store, MonitorState state, VerifierKey key, HttpClient web, TimeProvider time)
    {
        (_task, _store, _state, _key, _time) = (task, store, state, key, time);
        _log = new(web, task.Log, time);
        _evidence = new(Path.Combine(task.Directory, "evidence"));
        _judgement = new(_log, key, _evidence);
    }

    public static async Task<MonitorReport> RunAsync(MonitorTask task, HttpClient web, TimeProvider time, IProgress<long>? progress, CancellationToken cancel)
    {
        var key = VerifierKey.Parse(task.VerifierKey);
        var witnesses = task.Witnesses.Select(VerifierKey.ParseWitness).ToList();
        await using var store = await MonitorStore.OpenAsync(task.Directory);
        var state = await store.LoadAsync() ?? new(key.ToString(), "", 0, [], 0, time.GetUtcNow());
        if (VerifierKey.Parse(state.VerifierKey).Name != key.Name)
        {
            throw new InvalidDataException($"{task.Directory} follows the log '{state.VerifierKey}'. Choose another folder for '{key}'.");
        }
        // A log may replace its key; which one is right, the outsider knows and says with --vkey. What was seen under the old one still binds.
        state = state with { VerifierKey = key.ToString() };
        var round = new MonitorRound(task, store, state, key, web, time);
        Fault? trouble = null;
        try
        {
            await round.LookAsync(progress, cancel);
        }
        catch (LogUnreachableException e)
        {
            trouble = new("", "evidence.monitor.unreachable", e.Message);
        }
        catch (WithheldException e)
        {
            round.Found(round._judgement.Find("missing", new("", "evidence.monitor.missing", e.Path), ("path", e.Path)));
        }
        catch (InvalidDataException e)
        {
            round.Found(round._judgement.Find("tile", new("", "evidence.monitor.unreadable", e.Message), ("what", e.Message)));
        }
        return await round.ReportAsync(state.Walked, witnesses, trouble);
    }

    private void Found(MonitorFinding finding) => _findings.Add(finding);

    private async Task LookAsync(IProgress<long>? progress, CancellationToken cancel)
    {
        var (fetched, wrong) = _judgement.Read(await _log.CheckpointAsync(cancel));
        var accepted = CheckpointJudgement.Kept(_state.Note);
        if (fetched is not null && accepted is not null)
        {
            wrong = await _judgement.CompareAsync(accepted, fetched, cancel);
        }
        if (wrong is not null || fetched is null)
        {
            Found(wrong!);
            return;
        }
        if (fetched.Checkpoint.Size > (accepted?.Checkpoint.Size ?? -1))
        {
            _state = _state with { GrownAt = _time.GetUtcNow() };
        }
        _state = _state with { Note = fetched.Text };
        await _store.SaveAsync(_state, new Dictionary<string, long>(StringComparer.Ordinal), cancel);
        _state = await new EntryWalk(_log, CheckpointJudgement.HashOf(_key), _store, _judgement, fetched).RunAsync(_state, _findings, progress, cancel);
    }

    private async Task<MonitorReport> ReportAsync(long before, List<VerifierKey> witnesses, Fault? trouble)
    {
        // A look that broke off has verified a part all the same.
        _state = await _store.LoadAsync() ?? _state;
        var note = _state.Note.Length == 0 ? null : SignedNote.Parse(_state.Note);
        var stalled = note is not null && trouble is null && _time.GetUtcNow() - _state.GrownAt > _task.StalledAfter;
        var kept = _evidence.Kept;
        return new(
            _findings.Count > 0 || kept.Count > 0 ? MonitorVerdict.Misbehaving : trouble is not null ? MonitorVerdict.Unreachable : MonitorVerdict.Sound,
            before,
            _state.Walked,
            await _store.StreamsAsync(),
            _state.Foreign,
            note?.ToString(),
            note is null ? null : _state.GrownAt,
            stalled,
            note is null ? [] : [.. Cosigners(note, witnesses)],
            _findings,
            kept,
            trouble);
    }

    private IEnumerable<Cosigner> Cosigners(SignedNote note, List<VerifierKey> witnesses) => note.Signatures
        .Where(s => s.Name != _key.Name || s.KeyId != _key.Id)
        .Select(s => new Cosigner(s.Name, witnesses.Exists(w => w.Name == s.Name && w.Id == s.KeyId && note.IsSignedBy(w))))
        .Distinct();
}
