using Microsoft.AspNetCore.Components;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Architecture;

/// <summary>The rules of ARCHITECTURE.md. Each lists what breaks it, as sentences.</summary>
internal static class Rules
{
    private static readonly string[] Foundations = ["Kernel", "Ui", "Print"];
    private static readonly string[] Hosts = ["Web", "Cli", "Scenarios"];

    /// <summary>Engines that every engine may call, by their contracts.</summary>
    private static readonly string[] Shared = ["Evidence", "Security"];

    public static IEnumerable<string> KernelDependsOnNothingOfOurs(IEnumerable<UsedType> types) =>
        from type in types
        where type.Room == "Kernel"
        from used in type.Uses
        where UsedType.RoomOf(used.Namespace) is { Length: > 0 } room && room != "Kernel"
        select $"{type.Type.FullName} uses {used.FullName}; the Kernel depends on nothing of ours.";

    public static IEnumerable<string> UiKnowsNoEngine(IEnumerable<UsedType> types) =>
        from type in types
        where type.Room == "Ui"
        from used in type.Uses
        where UsedType.RoomOf(used.Namespace) is { Length: > 0 } room && !Foundations.Contains(room)
        select $"{type.Type.FullName} uses {used.FullName}; Ui knows no engine.";

    public static IEnumerable<string> PrintKnowsOnlyTheKernel(IEnumerable<UsedType> types) =>
        from type in types
        where type.Room == "Print"
        from used in type.Uses
        where UsedType.RoomOf(used.Namespace) is { Length: > 0 } room && room is not ("Print" or "Kernel")
        select $"{type.Type.FullName} uses {used.FullName}; Print draws for everybody and knows only the Kernel.";

    public static IEnumerable<string> EnginesMeetByContracts(IEnumerable<UsedType> types) =>
        from type in types
        where IsEngine(type.Room)
        from used in type.Uses
        let room = UsedType.RoomOf(used.Namespace)
        where IsEngine(room) && room != type.Room && !(Shared.Contains(room) && InContracts(used.Namespace))
        select $"{type.Type.FullName} uses {used.FullName}; an engine uses only the Contracts of Evidence and Security, else a port or the log.";

    public static IEnumerable<string> HostsAndScenariosUseContracts(IEnumerable<UsedType> types) =>
        from type in types
        where Hosts.Contains(type.Room)
        from used in type.Uses
        where IsEngine(UsedType.RoomOf(used.Namespace)) && !InContracts(used.Namespace) && !used.FullName.EndsWith("Module", StringComparison.Ordinal)
        select $"{type.Type.FullName} uses {used.FullName}; hosts and scenarios use engines by their Contracts.";

    public static IEnumerable<string> NobodyUsesTheHost(IEnumerable<UsedType> types) =>
        from type in types
        where !Hosts.Contains(type.Room)
        from used in type.Uses
        where Hosts.Contains(UsedType.RoomOf(used.Namespace))
        select $"{type.Type.FullName} uses {used.FullName}; the direction is Web, Cli → scenarios → engines → Kernel.";

    public static IEnumerable<string> NoScenarioKnowsAnother(IEnumerable<UsedType> types) =>
        from type in types
        where type.Room == "Scenarios"
        from used in type.Uses
        where UsedType.RoomOf(used.Namespace) == "Scenarios" && ScenarioOf(used.Namespace) is { } other && ScenarioOf(type.Namespace) is { } own && other != own
        select $"{type.Type.FullName} uses {used.FullName}; no scenario knows another.";

    public static IEnumerable<string> OnlyContractsArePublic(IEnumerable<UsedType> types) =>
        from type in types
        where IsEngine(type.Room) && type.Type.IsPublic && !InContracts(type.Namespace)
            && !typeof(IComponent).IsAssignableFrom(type.Type) && !typeof(IModule).IsAssignableFrom(type.Type) && !IsMigrationOfLibrary(type.Type)
        select $"{type.Type.FullName} is public; outside Contracts an engine's types are internal.";

    public static IEnumerable<string> ConcreteTypesAreSealed(IEnumerable<UsedType> types) =>
        from type in types
        where IsEngine(type.Room) && type.Type is { IsClass: true, IsAbstract: false, IsSealed: false } && !InContracts(type.Namespace)
            && !typeof(IComponent).IsAssignableFrom(type.Type) && !IsMigrationOfLibrary(type.Type)
            && !types.Any(t => t.Type.BaseType == type.Type || (t.Type.BaseType is { IsGenericType: true } b && b.GetGenericTypeDefinition() == type.Type))
        select $"{type.Type.FullName} is not sealed.";

    /// <summary>What a pure room may not touch: stores, files, the network, chance, clocks and services.</summary>
    private static readonly string[] Impure = ["System.IO.", "System.Net.", "System.Random", "System.Security.Cryptography.RandomNumberGenerator", "System.TimeProvider", "System.Threading.Tasks.Task", "Zhuangjin.Kernel.Storage.", "Zhuangjin.Kernel.Files.", "Microsoft."];

    private static readonly string[] PureRooms = ["Zhuangjin.Cases.Deciding", "Zhuangjin.Cases.Clocks", "Zhuangjin.Cases.Expressions", "Zhuangjin.Evidence.Tiles"];

    public static IEnumerable<string> DecisionsArePure(IEnumerable<UsedType> types) =>
        from type in types
        where PureRooms.Any(p => type.Namespace == p || type.Namespace.StartsWith(p + ".", StringComparison.Ordinal))
        from used in type.Uses
        where Impure.Any(i => used.FullName.StartsWith(i, StringComparison.Ordinal)) && !used.FullName.StartsWith("System.IO.StringWriter", StringComparison.Ordinal) && !used.FullName.EndsWith("Exception", StringComparison.Ordinal)
        select $"{type.Type.FullName} uses {used.FullName}; this room is pure.";

    public static IEnumerable<string> NamesSayWhatThingsAre(IEnumerable<UsedType> types) =>
        from type in types
        where type.Type.Name is { } name && (name.EndsWith("Helper", StringComparison.Ordinal) || name.EndsWith("Helpers", StringComparison.Ordinal) || name.EndsWith("Utils", StringComparison.Ordinal) || name.EndsWith("Manager", StringComparison.Ordinal) || name.EndsWith("Util", StringComparison.Ordinal) || name == "Common")
        select $"{type.Type.FullName}: the name says nothing about what it is for.";

    private static bool IsEngine(string room) => room.Length > 0 && !Foundations.Contains(room) && !Hosts.Contains(room) && room != "Architecture";

    private static bool InContracts(string name) => name.Split('.').Contains("Contracts", StringComparer.Ordinal);

    /// <summary>Entity Framework generates public migrations and snapshots; they are its contract, not ours.</summary>
    private static bool IsMigrationOfLibrary(Type type) => type.Namespace?.Contains(".Migrations", StringComparison.Ordinal) == true;

    private static string? ScenarioOf(string name) => name.Split('.') is { Length: > 2 } parts ? parts[2] : null;
}
