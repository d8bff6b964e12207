using Xunit;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.ProjectApproval.Problems;

namespace Zhuangjin.Scenarios.Tests;

/// <summary>What becomes of a problem when the joint session is closed.</summary>
public class ProblemSettling
{
    private static readonly DateTimeOffset Now = ChinaTime.At(new(2022, 8, 16), new(17, 0));

    private static Problem Problem(bool safety, params (string Office, Opinion Opinion)[] offices) => new(
        "p", 2, "450323", "gx/gl/lc/", "示例项目", null, "难点", "建议办法", safety, Now.AddDays(-3), "2022-08", ProblemState.InSession, null, null,
        [.. offices.Select(o => new OfficeOpinion(o.Office, o.Office + "/", o.Opinion, null, null))]);

    private static Attendance Came(string office) => new(office, office + "/", Now, Now, null, false);

    private static Attendance Absent(string office, bool liable) => new(office, office + "/", liable ? Now : null, null, Now, liable);

    [Fact]
    public void When_all_agree_it_is_resolved_as_proposed()
    {
        var settled = JointSessions.Settle(Problem(false, ("land", Opinion.Agreed), ("roads", Opinion.Agreed)), [Came("land"), Came("roads")], Now);

        Assert.Equal((ProblemState.Resolved, "建议办法", Now), (settled.State, settled.Outcome, settled.SettledAt));
    }

    [Fact]
    public void Who_signed_and_stayed_away_has_agreed()
    {
        var settled = JointSessions.Settle(Problem(false, ("land", Opinion.Agreed), ("roads", Opinion.None)), [Came("land"), Absent("roads", liable: true)], Now);

        Assert.Equal(ProblemState.Resolved, settled.State);
        Assert.Equal(Opinion.Deemed, settled.Offices.Single(o => o.OrganisationId == "roads").Opinion);
    }

    [Fact]
    public void Who_was_never_reached_has_said_nothing_and_the_problem_waits_for_the_next_session()
    {
        var settled = JointSessions.Settle(Problem(false, ("land", Opinion.Agreed), ("roads", Opinion.None)), [Came("land"), Absent("roads", liable: false)], Now);

        Assert.Equal((ProblemState.Open, null, null), (settled.State, settled.Session, settled.SettledAt));
        Assert.Equal(Opinion.None, settled.Offices.Single(o => o.OrganisationId == "roads").Opinion);
    }

    [Fact]
    public void A_matter_of_safety_is_never_agreed_by_absence()
    {
        var settled = JointSessions.Settle(Problem(true, ("fire", Opinion.None)), [Absent("fire", liable: true)], Now);

        Assert.Equal((ProblemState.Escalated, Opinion.None), (settled.State, settled.Offices.Single().Opinion));
    }

    [Fact]
    public void One_office_that_disagrees_sends_it_up()
    {
        var settled = JointSessions.Settle(Problem(false, ("land", Opinion.Disagreed), ("roads", Opinion.None)), [Came("land"), Absent("roads", liable: true)], Now);

        Assert.Equal((ProblemState.Escalated, null), (settled.State, settled.Outcome));
    }

    [Fact]
    public void Who_came_and_said_nothing_has_not_agreed()
    {
        var settled = JointSessions.Settle(Problem(false, ("land", Opinion.None)), [Came("land")], Now);

        Assert.Equal(ProblemState.Open, settled.State);
    }
}
