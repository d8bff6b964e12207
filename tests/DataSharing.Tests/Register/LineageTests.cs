using Xunit;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Catalogue.Lineage;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests.Register;

public sealed class LineageTests
{
    [Fact]
    public async Task Items_are_followed_both_ways_as_far_as_asked_and_as_the_reader_may_know()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync();
        var store = pool.Get<CatalogueStore>();
        await store.DescribeAsync(Actor.Clock, pool.Person(), cancel);
        Description Next(string code, string from, bool open) => pool.Person() with
        {
            Code = code, Title = new(code), Library = BaseLibrary.None, Open = open,
            Items = [new("key", new("键"), ItemType.Text, Source: ItemPath.Parse(from)), new("own", new("自有"), ItemType.Text)],
        };
        await store.DescribeAsync(Actor.Clock, Next("a.first", "pop.person/id_no", open: true), cancel);
        await store.DescribeAsync(Actor.Clock, Next("a.second", "a.first/key", open: false), cancel);
        await store.DescribeAsync(Actor.Clock, Next("a.third", "a.second/key", open: true), cancel);
        var finder = pool.Get<LineageFinder>();
        var first = (await store.FindAsync("a.first", cancel))!.Description;

        var all = await finder.FindAsync(first, null, 3, _ => true, cancel);
        Assert.Equal([("pop.person", -1), ("a.first", 0), ("a.second", 1), ("a.third", 2)], all.Nodes.Select(n => (n.Code, n.Level)));
        Assert.Equal(["pop.person/id_no>a.first/key", "a.first/key>a.second/key", "a.second/key>a.third/key"], all.Edges.Select(e => $"{e.From}>{e.To}"));
        Assert.False(all.Cut);
        Assert.Equal((1, 2), (all.Upstream.Count(), all.Downstream.Count()));

        var near = await finder.FindAsync(first, null, 1, _ => true, cancel);
        Assert.True(near.Cut);
        Assert.Equal(3, near.Nodes.Count);
        Assert.Empty((await finder.FindAsync(first, "own", 3, _ => true, cancel)).Edges);

        // A resident sees what is open; what lies behind what is not does not exist for him either.
        var open = await finder.FindAsync(first, null, 3, d => d is { Open: true }, cancel);
        Assert.Equal(["a.first"], open.Nodes.Select(n => n.Code));
        Assert.False(open.Cut);

        // What was withdrawn is still named as the source, without its description.
        await store.WithdrawAsync(Actor.Clock, "pop.person", "并入新的资源", (_, _) => ValueTask.CompletedTask, cancel);
        Assert.Null((await finder.FindAsync(first, null, 3, _ => true, cancel)).Find("pop.person").Entry);
    }

    [Fact]
    public async Task Boxes_of_a_drawing_stand_apart_and_lines_end_at_their_items()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync();
        var store = pool.Get<CatalogueStore>();
        await store.DescribeAsync(Actor.Clock, pool.Person(), cancel);
        for (var n = 0; n < 8; n++)
        {
            await store.DescribeAsync(Actor.Clock, pool.Person() with { Code = $"user.r{n}", Library = BaseLibrary.None, Items = [.. pool.Person().Items.Take(1 + (n % 4)).Select(i => i with { Source = new("pop.person", i.Key) })] }, cancel);
        }
        var graph = await pool.Get<LineageFinder>().FindAsync(pool.Person(), null, 3, _ => true, cancel);
        var drawing = new LineageDrawing(graph);
        var boxes = graph.Nodes.Select(n => (drawing[n].X, drawing[n].Y, Bottom: drawing[n].Y + LineageDrawing.HeightOf(n))).ToList();
        Assert.All(boxes, b => Assert.True(b.X >= 0 && b.Y >= 0 && b.X + LineageDrawing.BoxWidth <= drawing.Width && b.Bottom <= drawing.Height));
        Assert.DoesNotContain(boxes, a => boxes.Any(b => b != a && a.X == b.X && a.Y < b.Bottom && b.Y < a.Bottom));
        Assert.Equal(20, graph.Edges.Count);
        Assert.All(graph.Edges, e => Assert.StartsWith($"M{drawing[graph.Find("pop.person")].X + LineageDrawing.BoxWidth} ", drawing.PathOf(e), StringComparison.Ordinal));
        Assert.Equal(graph.Edges.Count, graph.Edges.Select(drawing.PathOf).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("数据资源…", LineageDrawing.Short("数据资源目录信息", 10));
    }
}
