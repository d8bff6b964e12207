using System.Text.RegularExpressions;
using Xunit;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Architecture;

/// <summary>The product speaks Chinese and English everywhere, and says nothing that is not written down.</summary>
public sealed partial class TextTests
{
    private static readonly PhraseBook Book = new(House.Assemblies);

    [Fact]
    public void Chinese_and_English_have_the_same_keys() =>
        Assert.Equal(Book.Of("zh").Keys.Order(StringComparer.Ordinal), Book.Of("en").Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Both_languages_fill_in_the_same_arguments()
    {
        var different = Book.Of("zh").Where(t => !Arguments(t.Value).SetEquals(Arguments(Book.Of("en").GetValueOrDefault(t.Key, "")))).Select(t => t.Key);
        Found.Nothing(different);
    }

    [Fact]
    public void Every_key_that_is_written_in_code_has_its_text()
    {
        var missing = from file in House.Files(".cs", ".razor")
                      where file.Contains("/src/", StringComparison.Ordinal) || file.Contains("/scenarios/", StringComparison.Ordinal)
                      from line in File.ReadLines(file)
                      where !line.TrimStart().StartsWith("///", StringComparison.Ordinal)
                      from Match match in KeyInCode().Matches(line)
                      let key = match.Groups["key"].Value
                      where !Book.Has("zh", key)
                      select $"{Path.GetRelativePath(House.Root, file)}: {key}";
        Found.Nothing(missing.Distinct());
    }

    [Fact]
    public void No_Chinese_stands_in_templates()
    {
        var found = from file in House.Files(".razor")
                    from line in File.ReadLines(file).Select((text, number) => (text, number))
                    where !line.text.TrimStart().StartsWith("@*", StringComparison.Ordinal) && Chinese().IsMatch(line.text)
                    select $"{Path.GetRelativePath(House.Root, file)}:{line.number + 1}: {line.text.Trim()}";
        Found.Nothing(found);
    }

    private static HashSet<string> Arguments(string text) => [.. Argument().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Argument();

    // T["key"], T["key", args], and new Fault("field", "key")
    [GeneratedRegex("""\bT\["(?<key>[a-z0-9._-]+)"[\],]|new Fault\("[^"]*", "(?<key>[a-z0-9._-]+)"[,)]|new (?:ConflictException|DeniedException|NotFoundException)\("(?<key>[a-z0-9._-]+)"|new InvalidInputException\("[^"]*", "(?<key>[a-z0-9._-]+)"|new NavigationEntry\("(?<key>[a-z0-9._-]+)"|new DueLine\("(?<key>[a-z0-9._-]+)"[,)]""", RegexOptions.ExplicitCapture)]
    private static partial Regex KeyInCode();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();
}
