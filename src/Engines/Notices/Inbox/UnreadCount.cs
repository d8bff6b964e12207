using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Notices.Telling;

namespace Zhuangjin.Notices.Inbox;

/// <summary>How much a person has not read, beside the link to his inbox.</summary>
internal sealed class UnreadCount(IDatabase database) : INavigationCount
{
    public string Href => "/inbox";

    public async ValueTask<long> CountAsync(string personId, CancellationToken cancel) => await database.ReadAsync(s => MessageTable.UnreadAsync(s, personId), cancel);
}
