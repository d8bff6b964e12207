using Xunit;
using Zhuangjin.Scenarios.CityManagement.Demo;
using Zhuangjin.Scenarios.CityManagement.Places;
using Zhuangjin.Scenarios.CityManagement.Tickets;

namespace Zhuangjin.Scenarios.Tests;

/// <summary>The sample has the source's figures: 7,372 cases, all of them closed.</summary>
public class CitySample
{
    [Fact]
    public void All_of_7372_are_closed_and_the_same_at_each_start()
    {
        var first = SampleTickets.Make();

        Assert.Equal(7_372, first.Count);
        Assert.All(first, t => Assert.True(t is { State: TicketStage.Closed, Sample: true } && t.ClosedAt >= t.HandledAt && t.HandledAt > t.AcceptedAt && t.AcceptedAt > t.ReportedAt));
        Assert.Equal(7_372, first.Select(t => t.Number).Distinct().Count());
        Assert.Equal(first, SampleTickets.Make());
    }

    [Fact]
    public void Each_lies_in_its_grid() => Assert.All(SampleTickets.Make(), t => Assert.Equal(t.Grid, District.GridOf(t.Spot!.Value)));

    [Fact]
    public void A_place_outside_of_the_district_has_no_grid()
    {
        Assert.Null(District.GridOf(new(109.2, 22.42)));
        Assert.Null(District.CellOf("LS-037"));
        Assert.Equal(111_195, new Spot(109.3, 22.0).MetresTo(new(109.3, 23.0)), 0);
    }
}
