using Microsoft.AspNetCore.OpenApi;

namespace Zhuangjin.Web.Host;

/// <summary>What the OpenAPI document says of the API as a whole, and which addresses stand in it.</summary>
internal static class ApiDescription
{
    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddOperationTransformer(ApiExamples.AddAsync);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Zhuangjin 壮锦";
            document.Info.Version = "v1";
            document.Info.Description = "Errors are problem+json (RFC 9457) with the stable codes of the faults in `faults`. Programs authenticate with a bearer token.";
            return Task.CompletedTask;
        });
    }
}
