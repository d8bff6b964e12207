using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Zhuangjin.DataSharing.Catalogue.Harvesting;

/// <summary>The few questions that are asked of a CKAN-style API. Follows no redirect and no proxy, reads within bounds, and asks again when a server is busy or gone for a moment.</summary>
internal sealed class CkanClient(HarvestSettings settings) : IDisposable
{
    private const int LargestAnswer = 32 << 20;

    private const int ListRows = 1000;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)];

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = TimeSpan.FromSeconds(60),
        MaxResponseContentBufferSize = LargestAnswer,
        DefaultRequestHeaders = { { "User-Agent", "zhuangjin-harvest" }, { "Accept", "application/json" } },
    };

    public void Dispose() => _http.Dispose();

    /// <summary>Data sets changed since the cursor, oldest change first.</summary>
    /// <exception cref="InvalidDataException">The answer is not that of such an API.</exception>
    /// <exception cref="HttpRequestException">The site cannot be reached, or refuses.</exception>
    public async Task<(int Count, IReadOnlyList<RemotePackage> Packages)> SearchAsync(Uri site, string? since, int start, int rows, CancellationToken cancel)
    {
        var filter = since is null ? "" : "&fq=" + Uri.EscapeDataString($"metadata_modified:[{Instant(since)} TO *]");
        var result = await AskAsync(site, string.Create(CultureInfo.InvariantCulture, $"package_search?q={Uri.EscapeDataString("*:*")}&sort={Uri.EscapeDataString("metadata_modified asc, id asc")}&rows={rows}&start={start}{filter}"), cancel)
            ?? throw new InvalidDataException("package_search is not there.");
        return !result.TryGetProperty("count", out var count) || count.ValueKind != JsonValueKind.Number || !result.TryGetProperty("results", out var found) || found.ValueKind != JsonValueKind.Array
            ? throw new InvalidDataException("package_search gave no count and results.") : (count.GetInt32(), [.. found.EnumerateArray().Select(RemotePackage.Read)]);
    }

    /// <summary>Names of all data sets that the source shows.</summary>
    public async Task<HashSet<string>> NamesAsync(Uri site, CancellationToken cancel)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var offset = 0; ; offset += ListRows)
        {
            var list = await AskAsync(site, string.Create(CultureInfo.InvariantCulture, $"package_list?limit={ListRows}&offset={offset}"), cancel) ?? throw new InvalidDataException("package_list is not there.");
            if (list.ValueKind != JsonValueKind.Array)
            {
                throw new InvalidDataException("package_list gave no list.");
            }
            var before = names.Count;
            names.UnionWith(list.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!));
            // A source that knows no limit tells everything each time.
            if (list.GetArrayLength() < ListRows || names.Count == before)
            {
                return names;
            }
        }
    }

    /// <summary>One data set; null when the source has it no longer or shows it to nobody.</summary>
    public async Task<RemotePackage?> FindAsync(Uri site, string idOrName, CancellationToken cancel) =>
        await AskAsync(site, "package_show?id=" + Uri.EscapeDataString(idOrName), cancel) is { } found && RemotePackage.Read(found) is { IsActive: true } package ? package : null;

    /// <summary>The columns of a file in the source's datastore; none when it cannot tell.</summary>
    public async Task<IReadOnlyList<RemoteColumn>> ColumnsAsync(Uri site, string file, CancellationToken cancel) =>
        await AskAsync(site, "datastore_search?limit=0&resource_id=" + Uri.EscapeDataString(file), cancel) is { } result
            ? [.. RemotePackage.List(result, "fields").Select(f => new RemoteColumn(RemotePackage.Text(f, "id") ?? "", RemotePackage.Text(f, "type") ?? "text", f.TryGetProperty("info", out var info) ? RemotePackage.Text(info, "label") : null)).Where(c => c.Id is { Length: > 0 } and not "_id")]
            : [];

    /// <summary>Solr wants UTC and a Z; CKAN writes neither.</summary>
    private static string Instant(string modified) => modified.EndsWith('Z') ? modified : modified + "Z";

    /// <summary>The member "result"; null when the API says that there is no such thing.</summary>
    private async Task<JsonElement?> AskAsync(Uri site, string question, CancellationToken cancel)
    {
        var address = new Uri(site, "api/3/action/" + question);
        if (!settings.Allows(address))
        {
            throw new InvalidDataException("This site is not among those that may be read.");
        }
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await _http.GetAsync(address, cancel);
                if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Forbidden && answer.Content.Headers.ContentType?.MediaType == "application/json")
                {
                    // Forbidden is how CKAN says that a data set is no longer public.
                    return null;
                }
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancel));
                    return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("result", out var result) ? result.Clone() : throw new InvalidDataException("The answer has no result.");
                }
                throw new HttpRequestException($"{(int)answer.StatusCode} {answer.ReasonPhrase}", inner: null, answer.StatusCode);
            }
            catch (JsonException fault)
            {
                throw new InvalidDataException("The answer is no JSON.", fault);
            }
            catch (Exception fault) when (tries < Pauses.Length && !cancel.IsCancellationRequested && (fault is TaskCanceledException || (fault is HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests })))
            {
                await Task.Delay(Pauses[tries], TimeProvider.System, cancel);
            }
        }
    }
}
