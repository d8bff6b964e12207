using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Following;

/// <summary>What applicants gave for items of the data pool.</summary>
internal sealed class GivenFromCases(IDatabase database, MatterLibrary matters) : IGivenItems
{
    public async Task<GivenItems?> OfAsync(string caseId, CancellationToken cancel = default)
    {
        if (await database.ReadAsync(session => CaseTable.ReadAsync(session, caseId), cancel) is not { } state)
        {
            return null;
        }
        var bound = matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash).Form.Where(f => f.Item is not null && state.Form.ContainsKey(f.Key)).ToList();
        return bound.Count == 0
            ? null
            : new(state.Applicant, state.MatterKey, bound.DistinctBy(f => f.Item, StringComparer.Ordinal).ToImmutableSortedDictionary(f => f.Item!, f => state.Form[f.Key], StringComparer.Ordinal));
    }
}
