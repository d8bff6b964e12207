namespace Zhuangjin.Web.Host;

/// <summary>How one node of the platform is started.</summary>
public sealed record NodeOptions
{
    /// <summary>Folder of this node's files; made when it is missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where the records are: "sqlite:FILE" within the data folder, or "postgres://USER:PASSWORD@HOST:PORT/DATABASE".</summary>
    public string DatabaseAddress { get; init; } = Kernel.Storage.Databases.DefaultAddress;

    public int Port { get; init; } = 5080;

    /// <summary>True to be reached from other machines; false to listen on this machine only.</summary>
    public bool Everywhere { get; init; }

    /// <summary>Address under which outsiders reach the site; by default this machine and port.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>Fills an empty store with invented records and lets visitors move the clock.</summary>
    public bool Demo { get; init; }

    /// <summary>Folders of the scenarios that are on; null for the setting <c>Scenarios</c> (a list with commas), and without it for all.</summary>
    public IReadOnlyCollection<string>? Scenarios { get; init; }

    /// <summary>When the story of a fresh demo begins. A demo that was started before goes on where its clock stood.</summary>
    public DateTimeOffset? DemoStart { get; init; }

    /// <summary>The clock under the movable one; tests put a still one here.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal Uri Address => PublicAddress ?? new Uri($"http://localhost:{Port}");
}
