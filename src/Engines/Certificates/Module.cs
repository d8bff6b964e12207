using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Certificates;

/// <summary>Manifest of the Certificates engine.</summary>
public sealed class CertificatesModule : IModule
{
    public string Name => "certificates";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
    }
}
