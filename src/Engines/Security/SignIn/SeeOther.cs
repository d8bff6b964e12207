using Microsoft.AspNetCore.Http;

namespace Zhuangjin.Security.SignIn;

/// <summary>Answers a form that was obeyed: 303, so that going back or reloading sends nothing twice.</summary>
internal sealed class SeeOther(string address) : IResult
{
    public static SeeOther To(string address) => new(address);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = address;
        return Task.CompletedTask;
    }
}
