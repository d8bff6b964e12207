using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Worklist;

/// <summary>The filtered list as a file, and the filters that people keep.</summary>
internal static class ListFileEndpoints
{
    /// <summary>Posted and not linked: taking data out is a deed that leaves an event.</summary>
    public static async Task<IResult> ExportAsync(HttpContext http, IAccess access, IWorkExports exports, Phrases t)
    {
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var query = Read(posted["address"].ToString());
        var file = await exports.ExportAsync(await access.ActorAsync(http), query, posted["format"] == "excel" ? ListFormat.Excel : ListFormat.Csv, t.Language, http.RequestAborted);
        return Results.Stream(file.Content, file.ContentType, file.FileName);
    }

    public static async Task<IResult> SaveAsync(HttpContext http, IAccess access, ISavedFilters filters)
    {
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var address = WorkAddress.Of(Read(posted["address"].ToString()));
        var office = posted["office"].ToString();
        await filters.SaveAsync(await access.ActorAsync(http), posted["name"].ToString(), address, office.Length == 0 ? null : office, posted["default"] == "true", http.RequestAborted);
        return Answers.SeeOther(address);
    }

    public static async Task<IResult> RemoveAsync(HttpContext http, string id, IAccess access, ISavedFilters filters)
    {
        await filters.RemoveAsync(await access.ActorAsync(http), id, http.RequestAborted);
        return Answers.SeeOther("/work?all=1");
    }

    public static async Task<IResult> ChooseAsync(HttpContext http, string id, IAccess access, ISavedFilters filters)
    {
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        await filters.ChooseAsync(await access.ActorAsync(http), posted["default"] == "true" ? id : null, http.RequestAborted);
        return Answers.SeeOther("/work?all=1");
    }

    /// <summary>Filters alone: not the page that was open.</summary>
    private static WorkQuery Read(string address)
    {
        var cut = address.IndexOf('?', StringComparison.Ordinal);
        return WorkAddress.Read(new QueryCollection(QueryHelpers.ParseQuery(cut < 0 ? "" : address[cut..]))) with { After = null };
    }
}
