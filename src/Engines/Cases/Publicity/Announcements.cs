using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Publicity;

/// <inheritdoc/>
internal sealed class Announcements(IDatabase database, CaseService cases, CaseRights rights) : IAnnouncements
{
    public async Task<IReadOnlyList<Announcement>> ListAsync(string? matterKey = null, int most = 100, CancellationToken cancel = default) =>
        await database.ReadAsync(session => AnnouncementTable.ListAsync(session, matterKey, most), cancel);

    public async Task<Announcement?> FindAsync(string id, CancellationToken cancel = default) =>
        await database.ReadAsync(session => AnnouncementTable.FindAsync(session, id), cancel);

    public async Task ObjectAsync(Actor actor, string id, string name, string text, CancellationToken cancel = default)
    {
        if (!actor.IsSignedIn)
        {
            throw new DeniedException("cases.fault.sign-in");
        }
        var announcement = await FindAsync(id, cancel) ?? throw new NotFoundException("cases.fault.no-notice");
        var state = await database.ReadAsync(session => CaseTable.ReadAsync(session, announcement.CaseId), cancel) ?? throw new NotFoundException("cases.fault.no-notice");
        if (rights.IsApplicant(actor, state))
        {
            throw new DeniedException("cases.fault.own-notice");
        }
        await cases.ObjectAsync(actor, announcement.CaseId, new RaiseObjection(name, text), cancel);
    }
}
