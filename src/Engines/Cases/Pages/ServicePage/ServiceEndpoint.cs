using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Cases.Pages.Wording;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.ServicePage;

/// <summary>The public page of one matter.</summary>
internal static class ServiceEndpoint
{
    public static IResult Answer(string key, IMatters matters, IOrganisations organisations, Phrases t)
    {
        var matter = matters.Current(key) ?? throw new NotFoundException("cases.page.fault.no-matter", key);
        return Answers.Page<ServiceGuide>(new { Matter = matter, Offices = OfficeNames.ByFunction(organisations, t) });
    }
}
