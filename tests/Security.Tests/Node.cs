using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Demo;
using Zhuangjin.Security.OpenIdConnect;
using Zhuangjin.Testing;
using Zhuangjin.Web.Host;

namespace Zhuangjin.Security.Tests;

/// <summary>A node of the whole program with the demo's people but not its cases, listening on a port of its own.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestFolder? _folder;

    private Node(WebApplication app, TestFolder? folder, Uri address)
    {
        (_app, _folder, Address) = (app, folder, address);
    }

    public Uri Address { get; }

    public MovableTime Time => Get<MovableTime>();

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A node of its own, on an embedded store that goes with it.</summary>
    public static Task<Node> StartAsync() => StartAsync(null, Databases.DefaultAddress, null);

    /// <param name="dataDirectory">Null for a folder that goes with the node.</param>
    /// <param name="publicAddress">The one address under which several nodes stand behind a balancer.</param>
    public static async Task<Node> StartAsync(string? dataDirectory, string database, Uri? publicAddress)
    {
        var folder = dataDirectory is null ? new TestFolder() : null;
        var port = FreePort();
        var app = ZhuangjinHost.Build(new NodeOptions
        {
            DataDirectory = dataDirectory ?? folder!.Path,
            DatabaseAddress = database,
            Port = port,
            PublicAddress = publicAddress,
        });
        var node = new Node(app, folder, new Uri($"http://localhost:{port}"));
        try
        {
            await app.StartAsync();
            node.Time.ShiftTo(ChinaTime.At(new DateOnly(2022, 8, 16), new TimeOnly(9, 0)));
            await ActivatorUtilities.CreateInstance<DemoPeople>(app.Services).SeedAsync(app.Services, default);
            await ActivatorUtilities.CreateInstance<DemoProgramAccounts>(app.Services).SeedAsync(app.Services, default);
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
        return node;
    }

    /// <summary>Registers the demo's programs with the token server, which this wakes.</summary>
    public async Task<Node> WithProgramsAsync()
    {
        await Get<IdentityStore>().PrepareAsync();
        await using var scope = _app.Services.CreateAsyncScope();
        await DemoClients.RegisterAsync(scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>());
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder?.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
