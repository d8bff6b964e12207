// Each type here breaks one rule on purpose: the tests hold that the rule notices.
#pragma warning disable MA0047, MA0048, CA1812

namespace Zhuangjin.Certificates.Issuing
{
    public class OpenInnerType
    {
        public int Value { get; set; }
    }

    internal sealed class StampManager;
}

namespace Zhuangjin.Certificates.Contracts
{
    public sealed class FixtureContract;
}

namespace Zhuangjin.Kernel.Fixture
{
    internal sealed class KernelThatKnowsAnEngine
    {
        public Certificates.Contracts.FixtureContract? Used { get; set; }
    }
}

namespace Zhuangjin.Ui.Fixture
{
    internal sealed class UiThatKnowsAnEngine
    {
        public Certificates.Contracts.FixtureContract? Used { get; set; }
    }
}

namespace Zhuangjin.Print.Fixture
{
    internal sealed class PrintThatKnowsUi
    {
        public Ui.Fixture.UiThatKnowsAnEngine? Used { get; set; }
    }
}

namespace Zhuangjin.Cases.Fixture
{
    internal sealed class EngineThatCallsAnother
    {
        public Certificates.Contracts.FixtureContract? Used { get; set; }
    }

    internal sealed class EngineThatUsesTheHost
    {
        public Web.Fixture.HostPart? Used { get; set; }
    }

    internal class Unsealed
    {
        public int Value { get; set; }
    }
}

namespace Zhuangjin.Cases.Deciding
{
    internal sealed class DecisionThatReadsAFile
    {
        public static string Read(string path) => System.IO.File.ReadAllText(path);
    }
}

namespace Zhuangjin.Web.Fixture
{
    internal sealed class HostPart
    {
        public Certificates.Issuing.OpenInnerType? Used { get; set; }
    }
}

namespace Zhuangjin.Scenarios.First
{
    internal sealed class ScenarioThatKnowsAnother
    {
        public Second.ScenarioPart? Used { get; set; }
    }
}

namespace Zhuangjin.Scenarios.Second
{
    internal sealed class ScenarioPart;
}
