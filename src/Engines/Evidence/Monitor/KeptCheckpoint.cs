using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;

namespace Zhuangjin.Evidence.Monitor;

/// <summary>Compares a checkpoint that somebody kept, on paper or in a file, with the log of today.</summary>
internal static class KeptCheckpoint
{
    public static async Task<CheckpointReport> CompareAsync(string text, string verifierKey, Uri? address, HttpClient web, TimeProvider time, CancellationToken cancel)
    {
        var log = new RemoteLog(web, address ?? new Uri("http://localhost"), time);
        var judgement = new CheckpointJudgement(log, VerifierKey.Parse(verifierKey), evidence: null);
        var (kept, wrong) = judgement.Read(Tidied(text));
        if (kept is null)
        {
            return new(wrong!.What, "", 0, SizeNow: null);
        }
        var report = new CheckpointReport(null, kept.Checkpoint.Origin, kept.Checkpoint.Size, SizeNow: null);
        if (address is null)
        {
            return report;
        }
        try
        {
            var (now, fault) = judgement.Read(await log.CheckpointAsync(cancel));
            return now is null ? report with { Failure = fault!.What }
                : report with { Failure = (await judgement.CompareAsync(kept, now, cancel))?.What, SizeNow = now.Checkpoint.Size };
        }
        catch (LogUnreachableException e)
        {
            return report with { Failure = new("", "evidence.monitor.unreachable", e.Message), Reached = false };
        }
        catch (WithheldException e)
        {
            return report with { Failure = new("", "evidence.monitor.missing", e.Path) };
        }
        catch (InvalidDataException e)
        {
            return report with { Failure = new("", "evidence.monitor.unreadable", e.Message) };
        }
    }

    /// <summary>As scanners and clipboards give it: other line ends, blanks at the ends, the last line feed gone.</summary>
    private static string Tidied(string text) => text.ReplaceLineEndings("\n").Trim() + "\n";
}
