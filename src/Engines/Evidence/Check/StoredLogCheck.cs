using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Keys;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Check;

/// <summary>The whole check: the logs' own rows, then all entries with what was made of them in each tree, then the published files. One snapshot of the database.</summary>
internal static class StoredLogCheck
{
    /// <summary>A tree with its published copy as it was before the snapshot began, so that a log that grows meanwhile is not taken for one that fell behind.</summary>
    private sealed record Copy(SealedTree Tree, LogFolder? Folder, string? Checkpoint);

    public static Task<LogCheckReport> RunAsync(IDatabase database, string? dataDirectory, IProgress<long>? progress, PrivateFields? hidden, CancellationToken cancel)
    {
        Copy[] copies = [.. new[] { SealedTree.Main, SealedTree.National }.Select(tree => Read(tree, dataDirectory))];
        return database.ReadAsync(async session => await CheckAsync(session, copies, progress, hidden ?? await InstallationSecret.FindAsync(session, dataDirectory), cancel), cancel);
    }

    private static Copy Read(SealedTree tree, string? dataDirectory)
    {
        var folder = dataDirectory is null ? null : new LogFolder(Path.Combine(dataDirectory, tree.Name));
        return new(tree, folder, folder is not null && File.Exists(folder.CheckpointFile) ? File.ReadAllText(folder.CheckpointFile) : null);
    }

    private static async Task<LogCheckReport> CheckAsync(ISession session, Copy[] copies, IProgress<long>? progress, PrivateFields? hidden, CancellationToken cancel)
    {
        var findings = new Findings();
        var trees = new List<TreeCheck>();
        foreach (var (tree, _, _) in copies)
        {
            if (await TreeAsync(session, tree, findings) is { } check)
            {
                trees.Add(check);
            }
            else if (tree == SealedTree.Main)
            {
                return new(0, 0, 0, findings.All);
            }
        }
        await new RowCheck(session, trees, findings, progress, hidden).RunAsync(cancel);
        var files = 0L;
        foreach (var (check, copy) in trees.Join(copies, t => t.Tree, c => c.Tree, (t, c) => (t, c)))
        {
            files += copy.Folder is null ? 0 : await new FolderCheck(session, copy.Folder, check, findings, progress).RunAsync(copy.Checkpoint, cancel);
        }
        var national = trees.Find(t => t.Tree == SealedTree.National)?.State;
        var bindings = await new BindingCheck(session, trees[0].State, findings).RunAsync(national);
        return new(trees[0].State.Size, trees.Sum(t => t.Checkpoints), files, findings.All) { NationalSize = national?.Size, Bindings = bindings };
    }

    /// <summary>Null when there is no such tree, or nothing can be said of it without its key.</summary>
    private static async Task<TreeCheck?> TreeAsync(ISession session, SealedTree tree, Findings findings)
    {
        if (await tree.StateAsync(session) is not { } state)
        {
            if (tree == SealedTree.Main)
            {
                findings.Add(tree.Name, "no-log");
            }
            return null;
        }
        if (state.Contradiction() is { } contradiction)
        {
            findings.Add(tree.Name, "log-row", contradiction);
        }
        try
        {
            return new(session, tree, state, await KeysAsync(session, tree, state), findings);
        }
        catch (FormatException)
        {
            return null; // already told by the log's own row
        }
    }

    /// <summary>The main tree's keys follow one another; the national tree has one.</summary>
    private static async ValueTask<TreeKeys> KeysAsync(ISession session, SealedTree tree, LogState state)
    {
        if (tree == SealedTree.Main)
        {
            var known = await KnownKeys.LoadAsync(session, state);
            return new(known.All, known.At);
        }
        var key = VerifierKey.Parse(state.Verifier);
        return new([key], _ => key);
    }
}
