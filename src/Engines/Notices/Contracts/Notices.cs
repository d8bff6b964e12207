using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Notices.Contracts;

/// <summary>Knows what an event means to people: whom it concerns, and what they are told. An engine's source is wired in by the host; any number may be.</summary>
public interface INoticeSource
{
    bool Wants(string type);

    /// <summary>What people are told of this event; empty when it concerns nobody. Asked again after a crash, it may answer again.</summary>
    Task<IReadOnlyList<NewNotice>> AboutAsync(SealedEvent happened, CancellationToken cancel = default);
}

/// <param name="PersonId">Who is told.</param>
/// <param name="Title">One line: "请补正：桂某某项目".</param>
/// <param name="Body">What it means for this person and what to do next. In mails and short messages, too: no values that only the page may show.</param>
/// <param name="Href">Page of this site on which it goes on: "/cases/01h…".</param>
/// <param name="Urgent">True when waiting costs the person something: told at once, by short message too. Others may be gathered into a digest.</param>
/// <param name="Bundle">With what it may stand together as one; null for what stands alone.</param>
public sealed record NewNotice(string PersonId, LocalText Title, LocalText Body, string Href, bool Urgent = false, Bundle? Bundle = null);

/// <summary>Notices of one kind that come within minutes of each other, as after a change of many cases at once, are one in the inbox as long as it is unread.</summary>
/// <param name="Key">What they have in common: the kind, and whose doing it was.</param>
/// <param name="Title">Said instead from the second on; "{count}" stands for how many.</param>
/// <param name="Href">Page on which all of them are found.</param>
public sealed record Bundle(string Key, LocalText Title, LocalText Body, string Href)
{
    /// <summary>Place of the number in the texts.</summary>
    public const string Count = "{count}";
}
