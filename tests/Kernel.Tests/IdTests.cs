using Xunit;
using Zhuangjin.Kernel;

namespace Zhuangjin.Kernel.Tests;

public sealed class IdTests
{
    [Fact]
    public void Ids_sort_by_the_time_of_their_making()
    {
        var start = new DateTimeOffset(2022, 8, 16, 0, 0, 0, TimeSpan.Zero);
        var ids = Enumerable.Range(0, 1000).Select(i => Ids.New(start.AddMilliseconds(i * 7))).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.True(Ids.IsId(id)));
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.False(Ids.IsId("01h2xcejqtf2nbrexx3vqjhp4u")); // no 'u' in the alphabet
    }
}
