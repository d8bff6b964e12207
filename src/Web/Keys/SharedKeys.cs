using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Web.Keys;

/// <summary>Keeps the keys of cookies and form tokens in the store, so that all nodes accept one another's and a restart signs nobody out.</summary>
internal sealed class SharedKeys(IDatabase database, TimeProvider time) : IXmlRepository
{
    // The framework's interface is synchronous; it calls at the first cookie, once a day, and when a key is made. No request's thread pool can starve on that.
    public IReadOnlyCollection<XElement> GetAllElements() => database
        .ReadAsync(session => session.QueryAsync("select xml from web_key order by made_at", row => XElement.Parse(row.GetString(0))))
        .GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) => database
        .WriteAsync(session => session.ExecuteAsync(
            "insert into web_key(name, made_at, xml) values ($1, $2, $3) on conflict (name) do nothing",
            friendlyName, time.GetUtcNow().ToMicros(), element.ToString(SaveOptions.DisableFormatting)))
        .GetAwaiter().GetResult();
}

internal static class SharedKeysSetup
{
    public static void AddSharedKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("zhuangjin");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = new SharedKeys(provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<TimeProvider>())));
    }
}
