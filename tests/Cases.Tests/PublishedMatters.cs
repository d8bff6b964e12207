using Xunit;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Running;

namespace Zhuangjin.Cases.Tests;

/// <summary>A version that a case has pinned is read from the store years later: it must be the one that was published.</summary>
public sealed class PublishedMatters
{
    [Fact]
    public void A_matter_reads_back_as_it_was_published()
    {
        var pack = PackLoader.Load(new FolderPackFiles(AcceptancePack.Folder));
        Assert.NotEmpty(pack.Matters);
        foreach (var published in pack.Matters)
        {
            var body = System.Text.Json.JsonSerializer.Serialize(published.Matter, CaseJson.Compact.Matter);
            var read = System.Text.Json.JsonSerializer.Deserialize(body, CaseJson.Compact.Matter)!;
            Assert.Equal(body, System.Text.Json.JsonSerializer.Serialize(read, CaseJson.Compact.Matter));
            Assert.Equal(published.Matter.Hash, CompiledMatter.Of(read).Matter.Hash);
            Assert.Equal(published.Matter.Clocks.Select(c => c.Limit), read.Clocks.Select(c => c.Limit));
        }
    }
}
