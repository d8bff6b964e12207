using Xunit;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Drafts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Cases.Tests;

/// <summary>What begins on a page of its own, or by the platform, takes no applications by the doors that are open to everybody.</summary>
public sealed class BeginningTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("/sharing/request", "cases.fault.begins-elsewhere")]
    [InlineData("platform", "cases.fault.begins-by-platform")]
    public void The_open_doors_ask_where_a_matter_begins(string? beginsAt, string? refusal)
    {
        var matter = PackLoader.Load(new FolderPackFiles(AcceptancePack.Folder)).Matters[0].Matter with { BeginsAt = beginsAt };
        if (refusal is null)
        {
            Assert.Same(matter, matter.BegunByApplication());
            return;
        }
        Assert.Equal(refusal, Assert.Throws<DeniedException>(matter.BegunByApplication).Message);
    }
}
