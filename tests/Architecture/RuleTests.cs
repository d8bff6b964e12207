using Xunit;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Web;

namespace Zhuangjin.Architecture;

/// <summary>Each rule finds nothing in the product and its offender in the fixture.</summary>
public sealed class RuleTests
{
    private static readonly Dictionary<string, (Func<IEnumerable<UsedType>, IEnumerable<string>> Find, string Offender)> All = new(StringComparer.Ordinal)
    {
        ["Kernel depends on nothing of ours"] = (Rules.KernelDependsOnNothingOfOurs, "KernelThatKnowsAnEngine"),
        ["Ui knows no engine"] = (Rules.UiKnowsNoEngine, "UiThatKnowsAnEngine"),
        ["Print knows only the Kernel"] = (Rules.PrintKnowsOnlyTheKernel, "PrintThatKnowsUi"),
        ["engines meet by contracts"] = (Rules.EnginesMeetByContracts, "EngineThatCallsAnother"),
        ["hosts and scenarios use contracts"] = (Rules.HostsAndScenariosUseContracts, "HostPart"),
        ["nobody uses the host"] = (Rules.NobodyUsesTheHost, "EngineThatUsesTheHost"),
        ["no scenario knows another"] = (Rules.NoScenarioKnowsAnother, "ScenarioThatKnowsAnother"),
        ["only contracts are public"] = (Rules.OnlyContractsArePublic, "OpenInnerType"),
        ["concrete types are sealed"] = (Rules.ConcreteTypesAreSealed, "Unsealed"),
        ["decisions are pure"] = (Rules.DecisionsArePure, "DecisionThatReadsAFile"),
        ["names say what things are"] = (Rules.NamesSayWhatThingsAre, "StampManager"),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_product_keeps_the_rule(string rule)
    {
        Assert.NotEmpty(House.Product);
        Found.Nothing(All[rule].Find(House.Product));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_rule_notices_its_offender(string rule) =>
        Assert.Contains(All[rule].Find(House.Fixture), sentence => sentence.Contains(All[rule].Offender, StringComparison.Ordinal));

    [Fact]
    public void Every_module_is_plugged_in()
    {
        var written = House.Assemblies.SelectMany(a => a.GetTypes()).Where(t => t is { IsClass: true, IsAbstract: false } && typeof(IModule).IsAssignableFrom(t)).ToHashSet();
        Assert.Equal(written.Select(t => t.FullName).Order(), Plugged.Modules.Select(m => m.GetType().FullName).Order());
    }

    [Fact]
    public void Every_migration_stands_in_both_dialects()
    {
        foreach (var module in Plugged.Modules)
        {
            var sqlite = module.Migrations(Dialect.Sqlite).Select(m => (m.Number, m.Name)).ToList();
            var postgres = module.Migrations(Dialect.Postgres).Select(m => (m.Number, m.Name)).ToList();
            Assert.Equal(sqlite, postgres);
            Assert.Equal(Enumerable.Range(1, sqlite.Count), sqlite.Select(m => m.Number));
        }
    }
}
