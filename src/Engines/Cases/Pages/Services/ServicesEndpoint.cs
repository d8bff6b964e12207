using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;

namespace Zhuangjin.Cases.Pages.Services;

/// <summary>All matters that one can apply for.</summary>
internal static class ServicesEndpoint
{
    public static IResult Answer(IMatters matters) => Answers.Page<ServicesPage>(new { Matters = matters.Published });
}
