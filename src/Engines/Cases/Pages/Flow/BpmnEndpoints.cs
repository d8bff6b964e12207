using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Zhuangjin.Cases.Bpmn;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Wording;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Flow;

/// <summary>The flow as a BPMN 2.0 file, for bpmn.io and other modellers.</summary>
internal static class BpmnEndpoints
{
    /// <param name="version">A published version; the running one when left out.</param>
    public static async Task<IResult> OfMatterAsync(string key, string? version, HttpContext http, MatterLibrary library, [FromServices] Publishing.Versions versions, IOrganisations organisations, Phrases t)
    {
        var matter = library.Current(key) ?? throw new NotFoundException("cases.page.fault.no-matter", key);
        if (version is not null && version != matter.Version)
        {
            var published = (await versions.HistoryAsync(key, http.RequestAborted)).FirstOrDefault(v => v.Version == version) ?? throw new NotFoundException("cases.fault.no-such-version", version);
            matter = library.Pinned(key, published.Version, published.Hash);
        }
        return File(Document(organisations, t).Write(matter), $"{matter.Key}-{matter.Version}.bpmn");
    }

    /// <summary>The very version that a case runs under, with the live state of each item.</summary>
    public static async Task<IResult> OfCaseAsync(string id, HttpContext http, IAccess access, ICases cases, IOrganisations organisations, Phrases t)
    {
        var view = await cases.FindAsync(await access.ActorAsync(http), id, http.RequestAborted) ?? throw new NotFoundException("cases.fault.no-such-case");
        return File(Document(organisations, t).Write(view.Matter, view.State), $"{view.State.Number}.bpmn");
    }

    public static IResult File(string xml, string name) => Results.File(Encoding.UTF8.GetBytes(xml), BpmnDocument.ContentType, name);

    public static BpmnDocument Document(IOrganisations organisations, Phrases t)
    {
        var offices = OfficeNames.ByFunction(organisations, t);
        return new(text => t[text], function => offices.GetValueOrDefault(function, ""), key => t[key]);
    }
}
