using Zhuangjin.Kernel.Text;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Ui.Texts;
using NewNotice = Zhuangjin.Notices.Contracts.NewNotice;

namespace Zhuangjin.Web.Wiring;

/// <summary>Words of notices, in every language of the product: "web.notice.{text}.title" and ".body".</summary>
internal sealed class NoticeWords(PhraseBook book)
{
    /// <param name="together">Text for several of them as one ("web.notice.{text}.many"), with what they have in common and the page of them all; null for what stands alone.</param>
    public NewNotice To(string person, string text, bool urgent, string href, Func<string, object?[]> arguments, (string Key, string Href)? together = null)
    {
        LocalText Say(string part, Func<string, object?[]> with) => new(book.Languages.Select(language => KeyValuePair.Create(language, book.Say(language, $"web.notice.{text}.{part}", with(language)))));
        return new(person, Say("title", arguments), Say("body", arguments), href, urgent, together is { } many
            ? new(text + "/" + many.Key, Say("many.title", _ => [Bundle.Count]), Say("many.body", _ => [Bundle.Count]), many.Href)
            : null);
    }
}
