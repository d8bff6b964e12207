using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace Zhuangjin.Security.OpenIdConnect;

/// <summary>OpenIddict's own records (clients, authorizations, tokens), the only ones that Entity Framework reads and writes (ADR 0002).</summary>
/// <remarks>The tables themselves come from numbered migrations like all others; the mapping here must agree with those files, and a test compares the two.</remarks>
internal sealed class IdentityContext(DbContextOptions<IdentityContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseOpenIddict();
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreApplication>().ToTable("security_openid_client");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreAuthorization>().ToTable("security_openid_authorization");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreScope>().ToTable("security_openid_scope");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreToken>().ToTable("security_openid_token");
    }
}
