using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;

namespace Zhuangjin.Cases.Pages.Services;

/// <summary>All matters that one can apply for. Those that begin elsewhere have their page, but would only be in the way here.</summary>
internal static class ServicesEndpoint
{
    public static IResult Answer(IMatters matters) => Answers.Page<ServicesPage>(new { Matters = (IReadOnlyList<Matter>)[.. matters.Published.Where(m => m.BeginsAt is null)] });
}
