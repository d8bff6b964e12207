using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Satisfaction;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Cases.Supervision.Notices;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Following;

/// <inheritdoc/>
internal sealed class SupervisionOccurrences(IDatabase database, MatterLibrary matters) : ISupervisionOccurrences
{
    public async Task<SupervisionNotice?> NoticeAsync(string noticeId, CancellationToken cancel = default) =>
        await database.ReadAsync(session => NoticeTable.FindAsync(session, noticeId), cancel);

    public async Task<RatingOccurrence?> RatingAsync(string ratingId, CancellationToken cancel = default)
    {
        var (rating, state) = await database.ReadAsync(async session =>
        {
            var found = await RatingTable.FindAsync(session, ratingId);
            return (found, found is null ? null : await CaseTable.ReadAsync(session, found.CaseId));
        }, cancel);
        return rating is null || state is null ? null : new(rating, state, matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash));
    }
}
