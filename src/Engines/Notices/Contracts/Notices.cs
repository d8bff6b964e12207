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
public sealed record NewNotice(string PersonId, LocalText Title, LocalText Body, string Href, bool Urgent = false);
