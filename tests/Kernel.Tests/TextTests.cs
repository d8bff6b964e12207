using System.Text.Json;
using Xunit;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Kernel.Tests;

public sealed class TextTests
{
    private static Dictionary<string, string> Texts(string language) => JsonSerializer.Deserialize<Dictionary<string, string>>(
        typeof(Fault).Assembly.GetManifestResourceStream($"Zhuangjin.Kernel.i18n.{language}.json")!)!;

    [Fact]
    public void Every_fault_has_its_text_in_both_languages_with_the_same_places()
    {
        var (zh, en) = (Texts("zh"), Texts("en"));
        Assert.Equal(zh.Keys.Order(StringComparer.Ordinal), en.Keys.Order(StringComparer.Ordinal));
        Assert.All(zh.Keys, key =>
        {
            for (var place = 0; place < 4; place++)
            {
                Assert.Equal(zh[key].Contains($"{{{place}}}", StringComparison.Ordinal), en[key].Contains($"{{{place}}}", StringComparison.Ordinal));
            }
        });
    }
}
