using Zhuangjin.Kernel.Text;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Certificates.Offline;

/// <summary>Labels that go into signed files and reports, in every language of the product. Where a check runs there is no server, so they are read from this assembly.</summary>
internal static class OfflineWords
{
    private static readonly Lazy<PhraseBook> Book = new(() => new PhraseBook([typeof(CertificatesModule).Assembly]));

    public static LocalText Of(string key) => new(Book.Value.Languages.Select(language => KeyValuePair.Create(language, Book.Value.Say(language, key, []))));
}
