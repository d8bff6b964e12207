using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Deciding;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Publishing;

/// <summary>Moves running cases to the running version of their matter, when somebody who may says so: dry run first, each case wholly or not at all, one event a case.</summary>
internal sealed class Migrations(Versions versions, MatterLibrary library, CaseService cases, CaseRights rights, IDatabase database, TimeProvider time)
{
    public const int MostAtOnce = 500;

    /// <summary>The running cases of older versions that the actor may move, the oldest first, with what would become of each.</summary>
    public async Task<IReadOnlyList<PlannedMove>> DryRunAsync(Actor actor, string key, CancellationToken cancel)
    {
        var matter = versions.Demand(actor, key);
        var to = library.CurrentCompiled(key)!;
        var now = time.GetUtcNow();
        var found = await database.ReadAsync(session => PublicationTable.RunningElsewhereAsync(session, key, matter.Version, MostAtOnce), cancel);
        return [.. found.Select(CaseJson.ReadState)
            .Where(s => rights.MayMove(actor, matter, s))
            .Select(s => new PlannedMove(s, MigrationPlanning.Of(library.Compiled(s.MatterKey, s.MatterVersion, s.MatterHash), to, s, now)))];
    }

    /// <summary>Moves these cases. What is refused stays as it is and says why; the others are moved all the same. Asked again, it moves nothing twice.</summary>
    public async Task<IReadOnlyList<MovedCase>> MoveAsync(Actor actor, string key, IReadOnlyCollection<string> caseIds, string reason, CancellationToken cancel)
    {
        var matter = versions.Demand(actor, key);
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("reason", "cases.fault.reason-required");
        }
        var moved = new List<MovedCase>();
        foreach (var id in caseIds.Distinct(StringComparer.Ordinal).Take(MostAtOnce))
        {
            try
            {
                var state = await cases.ExecuteAsync(actor, id, new MigrateCase(matter.Version, matter.Hash, reason.Trim()), idempotencyKey: KeyOf(id, matter.Hash, reason), cancel: cancel);
                moved.Add(new(id, state.Number, []));
            }
            catch (RefusalException refusal)
            {
                moved.Add(new(id, id, refusal.Faults));
            }
        }
        return moved;
    }

    private static string KeyOf(string id, string hash, string reason) =>
        string.Create(CultureInfo.InvariantCulture, $"migrate/{id}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hash + reason)))[..32]}");
}
