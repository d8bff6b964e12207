using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;

namespace Zhuangjin.Cases.Tests;

/// <summary>A clerk who writes a pack is told what is wrong, where, and what to write instead.</summary>
public class PackMistakes
{
    private const string Path = "matters/acceptance-certificate.yaml";
    private static readonly string Text = new FolderPackFiles(AcceptancePack.Folder).Read(Path)!;

    [Fact]
    public void The_pack_itself_is_in_order() => Assert.Empty(PackLoader.Load(new FolderPackFiles(AcceptancePack.Folder)).Errors);

    [Theory]
    [InlineData("        safety: true\n        when: civil", "        safety: true\n        silence: consent\n        when: civil", "Silence is no consent where safety is at stake", "silence: escalate")]
    [InlineData("limit: 20wd", "limit: 20 days", "'20 days' is no time limit", "5wd")]
    [InlineData("when: civil_defence_area_m2 > 0\n        skipped", "when: civil_defense_area_m2 > 0\n        skipped", "There is no 'civil_defense_area_m2' here", "Did you mean 'civil_defence_area_m2'?")]
    [InlineData("compute: height_m > 27", "compute: height_m + 27", "This is a number, but a condition is needed here", "Compare it")]
    [InlineData("defer: {within: 5wd, before: decide}", "defer: {within: 5wd}", "'before' is missing", "before: decide")]
    [InlineData("clock: utilities, holds: false", "clok: utilities, holds: false", "There is no key 'clok' here", "Did you mean 'clock'?")]
    [InlineData("role: registrar", "role: registrer", "'registrer' is not known here", "Did you mean 'registrar'?")]
    [InlineData("prefill: survey-result.floors", "prefill: survey-result.flors", "There is no field on the certificate survey-result 'flors'", "Did you mean 'floors'?")]
    [InlineData("from: form.opinion_date", "from: form.building_area_m2", "is no date that is always there", "type: date")]
    [InlineData("limit: ${certificate_limit}", "limit: ${certificat_limit}", "There is no parameter 'certificat_limit'", "Did you mean '${certificate_limit}'?")]
    [InlineData("compute: height_m > 27", "compute: height_m > 27, by: planing", "'planing'", "Did you mean 'planning'?")]
    [InlineData("prefill: survey-result.floors", "prefill: survey-result.floors, by: planning", "neither computed nor prefilled", "take 'by' out")]
    [InlineData("publish: [project_name, building_area_m2]", "publish: [project_name, phone]", "'phone' is personal", "Take it out")]
    [InlineData("number: \"桂({yyyy}){division}不动产权第{seq:7}号\"", "number: \"桂({yyyy})\"", "Two certificates would bear one number", "{seq:6}")]
    [InlineData("    pause: [supplement]\n    on_expiry: deem_accepted", "    on_expiry: deem_accepted", "it must stand while the applicant supplements", "pause: [supplement]")]
    [InlineData("office: approval-office\n", "office: approval-office\nbegins_at: sharing\n", "'sharing' is no page of the platform", "/sharing/request")]
    [InlineData("task: acceptance", "task: decision", "This step can never be reached", "last step")]
    public void A_mistake_is_told_with_place_and_remedy(string right, string wrong, string message, string remedy)
    {
        var mistaken = Text.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Text, mistaken);

        var errors = PackLoader.Load(new PackWith(Path, mistaken)).Errors;

        var error = errors.FirstOrDefault(e => e.Message.Contains(message, StringComparison.Ordinal));
        Assert.NotNull(error);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        Assert.Equal(Path, error.File);
        var lines = mistaken.Split('\n');
        Assert.InRange(error.Line, 1, lines.Length);
        Assert.InRange(error.Column, 1, lines[error.Line - 1].Length + 1);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_in_their_order()
    {
        var mistaken = Text.Replace("limit: 20wd", "limit: soon", StringComparison.Ordinal).Replace("office: fire-review", "ofice: fire-review", StringComparison.Ordinal);

        var errors = PackLoader.Load(new PackWith(Path, mistaken)).Errors;

        Assert.Contains(errors, e => e.Message.Contains("'soon'", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Message.Contains("'ofice'", StringComparison.Ordinal));
        Assert.Equal(errors.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Column), errors);
    }

    [Fact]
    public void A_parameter_takes_only_its_values_and_changes_the_hash()
    {
        PackLoadResult With(string limit) => PackLoader.Load(new FolderPackFiles(AcceptancePack.Folder), new Dictionary<string, string>(StringComparer.Ordinal) { ["certificate_limit"] = limit });

        Assert.Contains("Choose of: 4d, 4wd", Assert.Single(With("9d").Errors).Remedy, StringComparison.Ordinal);
        var days = With("4d").Matters.Single(m => m.Matter.Key == "acceptance-certificate").Matter;
        var working = With("4wd").Matters.Single(m => m.Matter.Key == "acceptance-certificate").Matter;
        Assert.NotEqual(days.Hash, working.Hash);
        Assert.Equal(64, days.Hash.Length);
        Assert.Equal("4wd", working.Clocks.Single(c => c.Key == "certificate").Limit.ToString());
    }

    [Fact]
    public void What_is_no_yaml_is_told_with_its_line()
    {
        var error = Assert.Single(PackLoader.Load(new PackWith(Path, "matter: a\ntitle: [x\nsummary: y\n")).Errors, e => e.File == Path);

        Assert.Contains("no well-formed YAML", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Line, 2, 4);
    }
}
