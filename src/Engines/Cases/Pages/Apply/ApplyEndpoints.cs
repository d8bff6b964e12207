using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Drafts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Apply;

/// <summary>Begins an application: in whose name, and about what.</summary>
internal static class ApplyEndpoints
{
    public static async Task<IResult> ShowAsync(string key, HttpContext http, IAccess access, IMatters matters, IEnumerable<IPrefillSource> sources, TimeProvider time)
    {
        var matter = Matter(matters, key);
        if (matter.BeginsAt is { } elsewhere)
        {
            return elsewhere == Contracts.Matter.ByPlatform ? throw new NotFoundException("cases.page.fault.no-matter", key) : Answers.SeeOther(elsewhere);
        }
        var asked = http.Request.Query["subject"].ToString();
        return await PageAsync(matter, await access.ActorAsync(http), sources, time, asked, [], StatusCodes.Status200OK, http.RequestAborted);
    }

    public static async Task<IResult> StartAsync(string key, HttpContext http, IAccess access, IMatters matters, IDrafts drafts, IEnumerable<IPrefillSource> sources, TimeProvider time)
    {
        var matter = Matter(matters, key).BegunByApplication();
        var actor = await access.ActorAsync(http);
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var chosen = posted["for"].ToString();
        var cut = chosen.IndexOf('|', StringComparison.Ordinal);
        if (cut <= 0)
        {
            return await PageAsync(matter, actor, sources, time, "", [new Fault("for", "cases.page.fault.choose")], StatusCodes.Status422UnprocessableEntity, http.RequestAborted);
        }
        try
        {
            var draft = await drafts.StartAsync(actor, matter.Key, chosen[..cut], cut + 1 < chosen.Length ? chosen[(cut + 1)..] : null, http.RequestAborted);
            return Answers.SeeOther("/drafts/" + draft.Id);
        }
        catch (InvalidInputException refusal)
        {
            return await PageAsync(matter, actor, sources, time, chosen[(cut + 1)..], [.. refusal.Faults.Select(f => f with { Field = "for" })], StatusCodes.Status422UnprocessableEntity, http.RequestAborted);
        }
    }

    private static async Task<IResult> PageAsync(Matter matter, Actor actor, IEnumerable<IPrefillSource> sources, TimeProvider time, string asked, IReadOnlyList<Fault> faults, int status, CancellationToken cancel)
    {
        var today = time.GetUtcNow().ChinaDate();
        var source = matter.SubjectSource is null ? null : sources.FirstOrDefault(s => s.Name == matter.SubjectSource);
        var parties = actor.Parties
            .Where(p => (p.Matters.Count == 0 || p.Matters.Contains(matter.Key)) && (p.Until is null || p.Until >= today))
            .OrderBy(p => p.MandateId is not null).ThenByDescending(p => p.Party.Kind).ToList();
        var subjects = new Dictionary<string, IReadOnlyList<PrefillSubject>>(StringComparer.Ordinal);
        foreach (var party in parties)
        {
            subjects[party.Party.Id] = source is null ? [] : await source.SubjectsAsync(party.Party, cancel);
        }
        return Answers.Page<ApplyPage>(new { Matter = matter, SourceTitle = source?.Title, Parties = (IReadOnlyList<RepresentedParty>)parties, Subjects = (IReadOnlyDictionary<string, IReadOnlyList<PrefillSubject>>)subjects, Asked = asked, Faults = faults }, status);
    }

    private static Matter Matter(IMatters matters, string key) => matters.Current(key) ?? throw new NotFoundException("cases.page.fault.no-matter", key);
}
