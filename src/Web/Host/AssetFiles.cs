using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Zhuangjin.Ui.Page;

namespace Zhuangjin.Web.Host;

/// <summary>Serves the embedded style sheets, scripts and pictures: compressed, and kept by browsers for ever under their versioned addresses.</summary>
internal sealed class AssetFiles(RequestDelegate next, SiteAssets assets)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        var asset = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Path.Value is { Length: > 1 } path ? assets.Find(path[1..]) : null;
        if (asset is null)
        {
            await next(http);
            return;
        }
        var response = http.Response;
        response.ContentType = asset.ContentType;
        response.Headers.CacheControl = request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.ETag = $"\"{asset.Version}\"";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (request.Headers.IfNoneMatch == response.Headers.ETag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        var body = Choose(request, response, asset);
        response.ContentLength = body.Length;
        if (HttpMethods.IsGet(request.Method))
        {
            await response.Body.WriteAsync(body);
        }
    }

    private static byte[] Choose(HttpRequest request, HttpResponse response, SiteAsset asset)
    {
        var accepted = request.Headers.AcceptEncoding.ToString();
        if (asset.Compressible && accepted.Contains("br", StringComparison.Ordinal))
        {
            response.Headers.ContentEncoding = "br";
            return asset.Brotli;
        }
        if (asset.Compressible && accepted.Contains("gzip", StringComparison.Ordinal))
        {
            response.Headers.ContentEncoding = "gzip";
            return asset.Gzip;
        }
        return asset.Bytes;
    }
}
