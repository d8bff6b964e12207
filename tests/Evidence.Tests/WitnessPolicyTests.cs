using System.Text;
using Xunit;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Witnessing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Policies, held against c2sp.org/tlog-policy.</summary>
public sealed class WitnessPolicyTests
{
    private static string Key(string name, byte seed)
    {
        using var key = new CosignatureKey(name, Enumerable.Repeat(seed, 32).ToArray());
        return key.Verifier.ToString();
    }

    private static readonly string X1 = Key("x1.example", 1);
    private static readonly string X2 = Key("x2.example", 2);
    private static readonly string X3 = Key("x3.example", 3);
    private static readonly string Y1 = Key("y1.example", 4);
    private static readonly string Y2 = Key("y2.example", 5);

    private static TrustPolicy Parse(string text) => TrustPolicy.Parse(Encoding.UTF8.GetBytes(text), "/etc/policy");

    [Fact]
    public void Two_levels_of_groups_decide_as_the_specification_says()
    {
        using var log = new NotedLog("city.example/log", 9);
        var policy = Parse($"""
            # government and enterprises
              log {log.Verifier} https://city.example/log
            witness X1 {X1} https://x1.example/
            witness	X2	{X2}
            witness X3 {X3}
            group X-witnesses 2 X1 X2 X3

            witness 公证处 {Y1}
            witness Y2 {Y2}
            group Y-witnesses any 公证处 Y2
            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y
            """);
        Assert.Equal("https://x1.example/", policy.Witnesses[0].Address!.ToString());
        Assert.Equal("X-witnesses", policy.GroupOf("X2")!.Name);
        foreach (var (who, enough) in new[] { ("X1 X2 公证处", true), ("X1 X3 Y2", true), ("X1 公证处 Y2", false), ("X1 X2 X3", false), ("", false), ("X-and-Y-not", false) })
        {
            Assert.True(enough == policy.Holds(who.Split(' ').ToHashSet()), who);
        }
        Assert.True(Parse("quorum none\n").Holds(new HashSet<string>()));
        Assert.True(Parse($"witness W {X1}\nquorum W\n").Holds(new HashSet<string> { "W" }));
    }

    [Theory]
    [InlineData("quorum a\n", "line 1: 'a' is not defined")]
    [InlineData("witness a {x1}\n", "'quorum NAME' is missing")]
    [InlineData("witness a {x1}\nquorum a\nquorum a\n", "line 3: the quorum is named a second time")]
    [InlineData("witness a {x1}\nwitness b {x1}\nquorum a\n", "line 2: 'b' has the same key as 'a'")]
    [InlineData("witness a {x1}\nwitness a {x2}\nquorum a\n", "line 2: the name 'a' is taken")]
    [InlineData("witness none {x1}\nquorum none\n", "line 1: the name 'none' is taken")]
    [InlineData("witness a {log}\nquorum a\n", "line 1: This is the key of a log")]
    [InlineData("log {x1}\nquorum none\n", "line 1: This is the key of a witness")]
    [InlineData("witness a {x1} not-an-address\nquorum a\n", "line 1: 'not-an-address' is no address")]
    [InlineData("witness a {x1}\ngroup g 2 a\nquorum g\n", "line 2: '2' of 1 members")]
    [InlineData("witness a {x1}\ngroup g 0 a\nquorum g\n", "line 2: '0' of 1 members")]
    [InlineData("group g any a\nwitness a {x1}\nquorum g\n", "line 1: 'a' is not defined")]
    [InlineData("witness a {x1}\ngroup g any none\nquorum g\n", "line 2: 'none' is not defined")]
    [InlineData("witness a {x1}\ngroup g all a a\nquorum g\n", "line 2: 'a' is already the member")]
    [InlineData("witness a {x1}\ngroup g all a\ngroup h all a\nquorum h\n", "line 3: 'a' is already the member")]
    [InlineData("witness a {x1}\ngroup g all\nquorum g\n", "line 2: 'group g all' is no line")]
    [InlineData("witness a {x1}\r\nquorum a\r\n", "Unix line ends")]
    [InlineData("quorums none\n", "line 1: 'quorums none' is no line")]
    public void What_is_wrong_is_named_with_its_line(string text, string expected)
    {
        using var log = new NotedLog("city.example/log", 9);
        var wrong = Assert.Throws<InvalidDataException>(() => Parse(text.Replace("{x1}", X1).Replace("{x2}", X2).Replace("{log}", log.Verifier.ToString())));
        Assert.StartsWith("/etc/policy, line ", wrong.Message);
        Assert.Contains(expected, wrong.Message);
    }
}
