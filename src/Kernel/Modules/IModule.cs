using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Kernel.Modules;

/// <summary>The manifest of an engine or scenario: what it brings into the program. Web/Plugged.cs lists all of them.</summary>
public interface IModule
{
    /// <summary>Short name in lower case; prefix of its tables, text keys and permissions: "evidence", "cases".</summary>
    string Name { get; }

    /// <summary>Registers services. Called once, before anything runs.</summary>
    void AddServices(IServiceCollection services, ModuleSettings settings);

    /// <summary>Maps pages and API.</summary>
    void MapEndpoints(IEndpointRouteBuilder endpoints);

    /// <summary>Migrations: by default the embedded files Storage/{Sqlite,Postgres}/NNN_name.sql of the module's assembly, in order.</summary>
    IReadOnlyList<Migration> Migrations(Dialect dialect) => Migration.Embedded(GetType().Assembly, Name, dialect);

    /// <summary>Assembly whose embedded i18n/{language}.json files hold the module's texts.</summary>
    Assembly Texts => GetType().Assembly;

    /// <summary>Entries of the navigation, shown to those who hold the permission (null: to everybody).</summary>
    IReadOnlyList<NavigationEntry> Navigation => [];
}

/// <summary>The parts into which the navigation is divided, in the order in which they stand. The texts are "ui.area.*".</summary>
public enum NavigationArea
{
    /// <summary>The first page.</summary>
    Home,

    /// <summary>What everybody can apply for, look up and read.</summary>
    Services,

    /// <summary>What belongs to the person who is signed in.</summary>
    Mine,

    /// <summary>What officers handle and supervise.</summary>
    Work,

    /// <summary>The data pool.</summary>
    Data,

    /// <summary>The city's things and tickets.</summary>
    City,

    /// <summary>What outsiders check.</summary>
    Trust,

    /// <summary>What administrators set.</summary>
    Admin,
}

/// <summary>A link of the main navigation. <paramref name="TextKey"/> names its text; the entries of an area are ordered by <paramref name="Order"/>, and the area itself leads to the first.</summary>
/// <param name="Permission">Shown to those who hold it anywhere; "signed-in" for everybody with an account; null for all.</param>
public sealed record NavigationEntry(NavigationArea Area, string TextKey, string Href, int Order, string? Permission = null);

/// <summary>A number beside an entry of the navigation: what waits there for a person.</summary>
public interface INavigationCount
{
    /// <summary>Address of the entry.</summary>
    string Href { get; }

    ValueTask<long> CountAsync(string personId, CancellationToken cancel);
}

/// <summary>What the host tells the modules at start.</summary>
/// <param name="DataDirectory">Folder of this node's files, absolute.</param>
/// <param name="Demo">True when demo data and the movable clock are on.</param>
/// <param name="PublicAddress">Address under which outsiders reach the site, without trailing slash: written into QR codes and the log's origin.</param>
public sealed record ModuleSettings(string DataDirectory, Dialect Dialect, string ConnectionText, bool Demo, Uri PublicAddress);

/// <summary>Fills a module with synthetic records when the demo starts on an empty store. Runs in the order of <see cref="Order"/>; must be idempotent.</summary>
public interface IDemoData
{
    int Order { get; }

    Task SeedAsync(IServiceProvider services, CancellationToken cancel);
}

/// <summary>Work that must be done after the migrations and before the first request, in the order of <see cref="Order"/>: keys, recovery, caches.</summary>
/// <remarks>It refuses the start by throwing, with a message that says what to do.</remarks>
public interface IStartUp
{
    int Order { get; }

    Task StartAsync(CancellationToken cancel);
}
