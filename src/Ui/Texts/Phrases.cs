using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Ui.Texts;

/// <summary>The product's texts in the language of this request. In pages: <c>@inject Phrases T</c>, then <c>@T["cases.worklist.title"]</c>.</summary>
/// <remarks>Filled from the embedded i18n/{language}.json files of all modules: flat objects from key to text with {0}, {1}, … for arguments. A key that
/// a language lacks falls back to Chinese; a key that no language has fails a test.</remarks>
public sealed class Phrases(PhraseBook book, string language)
{
    public string Language { get; } = language;

    public string this[string key, params object?[] args] => book.Say(Language, key, args);

    public string this[LocalText text] => text.In(Language);

    public string this[Fault fault] => book.Say(Language, fault.Code, [.. fault.Args]);
}
