using OpenIddict.Abstractions;
using Zhuangjin.Security.Contracts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Permissions = OpenIddict.Abstractions.OpenIddictConstants.Permissions;

namespace Zhuangjin.Security.OpenIdConnect;

/// <summary>The two programs that the demo knows: a department's own system, and an app that signs people in.</summary>
internal static class DemoClients
{
    public static async Task RegisterAsync(IOpenIddictApplicationManager clients)
    {
        await AddAsync(clients, ProgramRegistration.Described(DemoPrograms.DepartmentSystem, "百色市自然资源局业务系统（演示）", DemoPrograms.DepartmentSystemSecret));
        await AddAsync(clients, new()
        {
            ClientId = DemoPrograms.App,
            ClientType = ClientTypes.Public,
            ApplicationType = ApplicationTypes.Native,
            ConsentType = ConsentTypes.Implicit,
            DisplayName = "演示应用",
            RedirectUris = { new Uri(DemoPrograms.AppCallback) },
            Permissions =
            {
                Permissions.Endpoints.Authorization,
                Permissions.Endpoints.Token,
                Permissions.Endpoints.Revocation,
                Permissions.GrantTypes.AuthorizationCode,
                Permissions.GrantTypes.RefreshToken,
                Permissions.ResponseTypes.Code,
                Permissions.Scopes.Profile,
                Permissions.Prefixes.Scope + OpenIdSetup.ApiScope,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        });
    }

    private static async Task AddAsync(IOpenIddictApplicationManager clients, OpenIddictApplicationDescriptor client)
    {
        if (await clients.FindByClientIdAsync(client.ClientId!) is not null)
        {
            return;
        }
        try
        {
            await clients.CreateAsync(client);
        }
        catch (Exception refusal) when (refusal is Microsoft.EntityFrameworkCore.DbUpdateException or OpenIddictExceptions.ValidationException)
        {
            // Another node of the same demo may have been quicker; anything else is a fault.
            if (await clients.FindByClientIdAsync(client.ClientId!) is null)
            {
                throw;
            }
        }
    }
}
