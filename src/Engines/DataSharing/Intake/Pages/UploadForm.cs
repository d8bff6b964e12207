using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Intake.Pages;

/// <summary>Reads a form with one large file as it comes: the fields before the file into memory, the file as a stream that is read once. So no upload is first copied whole.</summary>
internal sealed class UploadForm
{
    private const int LongestField = 4096;

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    /// <summary>The file's own name, and its bytes; null when none was chosen.</summary>
    public (string Name, Stream Content)? File { get; private set; }

    public string this[string field] => _fields.GetValueOrDefault(field, "");

    /// <summary>Reads up to the file. The form's token is checked before a byte of the file is read.</summary>
    /// <exception cref="DeniedException">The token is not that of our own form.</exception>
    public static async Task<UploadForm> ReadAsync(HttpContext http, CancellationToken cancel)
    {
        var form = new UploadForm();
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            throw new InvalidInputException("file", "sharing.intake.fault.no-file");
        }
        var reader = new MultipartReader(boundary, http.Request.Body);
        while (await reader.ReadNextSectionAsync(cancel) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } part)
            {
                continue;
            }
            if (part.IsFileDisposition())
            {
                var name = HeaderUtilities.RemoveQuotes(part.FileNameStar.HasValue ? part.FileNameStar : part.FileName).Value ?? "";
                form.File = name.Length == 0 ? null : (name, section.Body);
                break;
            }
            if (part.IsFormDisposition())
            {
                form._fields[HeaderUtilities.RemoveQuotes(part.Name).Value ?? ""] = await FieldAsync(section.Body, cancel);
            }
        }
        // The host's own check would read the whole form before this endpoint; the token as a header is the same check.
        var forgery = http.RequestServices.GetRequiredService<IAntiforgery>();
        http.Request.Headers["X-Form-Token"] = form["_token"];
        return await forgery.IsRequestValidAsync(http) ? form : throw new DeniedException("sharing.intake.fault.form-expired");
    }

    private static async Task<string> FieldAsync(Stream body, CancellationToken cancel)
    {
        var bytes = new byte[LongestField];
        var read = await body.ReadAtLeastAsync(bytes, LongestField, throwOnEndOfStream: false, cancel);
        return Encoding.UTF8.GetString(bytes, 0, read);
    }
}
