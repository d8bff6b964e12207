namespace Zhuangjin.Kernel.Modules;

/// <summary>A module that is one service on top of the engines, and that a deployment may leave out: its services, pages, navigation and pack are then
/// absent. Its tables stay, so that a scenario that was switched off for a while finds its records again.</summary>
public interface IScenario : IModule
{
    /// <summary>Folder of the scenario within its assembly's resources ("acceptance-certificate"), and the name by which a deployment chooses it.</summary>
    string Folder { get; }
}
