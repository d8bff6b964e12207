using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Check;

/// <summary>Whether the two trees belong together: the national one is no larger than the main one and was signed only at sizes that were signed there, and
/// each entry that binds their roots names those that were signed. Runs after each tree was checked by itself.</summary>
internal sealed class BindingCheck(ISession session, LogState main, Findings findings)
{
    private static readonly string Place = SealedTree.National.Name;

    /// <summary>Returns the number of entries that bind the roots.</summary>
    public async Task<long> RunAsync(LogState? national)
    {
        if (national is null)
        {
            if (await session.FirstAsync("select 1 from evidence_national_checkpoint limit 1", _ => true))
            {
                findings.Add(Place, "national-missing");
            }
            return 0;
        }
        if (national.Size > main.Size)
        {
            findings.Add(Place, "national-ahead", national.Size.ToString(), main.Size.ToString());
        }
        foreach (var size in await session.QueryAsync(
            "select n.size from evidence_national_checkpoint n where not exists (select 1 from evidence_checkpoint m where m.size = n.size) order by n.size limit 10", r => r.GetInt64(0)))
        {
            findings.Add($"{Place} checkpoint {size}", "national-unsealed");
        }
        var bindings = await session.QueryAsync(
            $"select place, entry from evidence_entry where id in {StreamRows.Ids("$1")} and place is not null order by place", r => (r.GetInt64(0), r.GetFieldValue<byte[]>(1)), RootsBinding.Stream);
        foreach (var (place, entry) in bindings)
        {
            await CheckAsync(place, entry);
        }
        return bindings.Count;
    }

    private async Task CheckAsync(long place, byte[] entry)
    {
        try
        {
            var bound = BoundRoots.Read(Entry.Read(entry).Facts);
            var (sha256, sm3) = (await SealedTree.Main.SignedRootAsync(session, bound.Size), await SealedTree.National.SignedRootAsync(session, bound.Size));
            if (bound.Size > place || !bound.Sha256.AsSpan().SequenceEqual(sha256) || !bound.Sm3.AsSpan().SequenceEqual(sm3))
            {
                findings.Add($"row {place}", "national-binding", bound.Size.ToString());
            }
        }
        catch (FormatException e)
        {
            findings.Add($"row {place}", "row-entry", e.Message);
        }
    }
}
