using Microsoft.Playwright;

namespace Zhuangjin.E2e;

/// <summary>One page of the site: who opens it, where, and which link leads on to it when its address is only known at run time.</summary>
public sealed record SitePage(string Name, string? Login, string Path, string? Follow = null, int Status = 200)
{
    public async Task GoAsync(IPage page)
    {
        await page.GotoAsync(Path);
        if (Follow is not null)
        {
            var href = await page.Locator(Follow).First.GetAttributeAsync("href");
            await page.GotoAsync(href!);
        }
    }
}

/// <summary>Every page that a person can come to.</summary>
public static class PageList
{
    private const string FirstProject = "main a[href='/projects/2020-451002-47-01-000001']";

    public static readonly IReadOnlyList<SitePage> Public =
    [
        new("home", null, "/"),
        new("sign-in", null, "/sign-in"),
        new("services", null, "/services"),
        new("service", null, "/services/acceptance-certificate"),
        new("service-survey", null, "/services/joint-survey"),
        new("notices", null, "/notices"),
        new("notice", null, "/notices", "main a[href^='/notices/']"),
        new("exits", null, "/exits"),
        new("exits-dormant", null, "/exits/dormant"),
        new("exits-misused", null, "/exits/misused-identity"),
        new("check", null, "/verify"),
        new("check-seal", null, "/seals/check"),
        new("service-seal", null, "/services/seal-application"),
        new("service-registration", null, "/services/business-registration"),
        new("enterprise-name", null, "/enterprise-names?name=%E7%99%BE%E8%89%B2%E5%B8%82%E9%91%AB%E9%9A%86%E5%95%86%E8%B4%B8%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8"),
        new("enterprise-name-wrong", null, "/enterprise-names?name=%E5%95%86%E8%B4%B8"),
        new("city-map", null, "/city"),
        new("city-map-closed", null, "/city?state=closed&kind=garbage&grid=LS-021"),
        new("city-ticket", null, "/city", "main a[href^='/city/tickets/4507']"),
        new("city-ticket-find", null, "/city/tickets"),
        new("city-ticket-unknown", null, "/city/tickets?number=1", Status: 404),
        new("service-city", null, "/services/city-case"),
        new("enterprise-codes", null, "/enterprise-codes"),
        new("enterprise-codes-unknown", null, "/enterprise-codes?number=%E6%B2%A1%E6%9C%89", Status: 404),
        new("enterprise-code", null, "/enterprise-codes", "main a[href^='/enterprise-codes/0']"),
        new("service-permit", null, "/services/operating-permit"),
        new("check-unknown", null, "/verify?number=%E6%A1%82%E4%B8%8D%E5%AD%98%E5%9C%A8"),
        new("log", null, "/evidence"),
        new("log-entry", null, "/evidence/entries/0"),
        new("log-witnesses", null, "/evidence/witnesses"),
        new("log-check", null, "/evidence/verify"),
        new("deposits", null, "/evidence/deposits"),
        new("deposits-scene", null, "/evidence/deposits?scene=real-estate-registration"),
        new("deposits-wrong-digest", null, "/evidence/deposits?digest=abc", Status: 422),
        new("deposit", null, "/evidence/deposits", "main a[href^='/evidence/deposits/0']"),
        new("deposit-scenes", null, "/evidence/deposits/scenes"),
        new("log-anchors", null, "/evidence/anchors"),
        new("log-notice", null, "/evidence/checkpoint/latest"),
        new("log-status", null, "/evidence/status"),
        new("satisfaction", null, "/satisfaction"),
        new("not-found", null, "/no-such-page", Status: 404),
    ];

    public static readonly IReadOnlyList<SitePage> Own =
    [
        new("my", "owner", "/my"),
        new("projects", "owner", "/projects"),
        new("project", "owner", "/projects", FirstProject),
        new("apply", "owner", "/services/acceptance-certificate/apply"),
        new("owner-case", "owner", "/my", "main a[href^='/cases/']"),
        new("owner-certificates", "owner", "/certificates/mine"),
        new("owner-certificate", "owner", "/certificates/mine", "main .certificate-row a"),
        new("check-valid", "owner2", "/certificates/mine", "main .certificate-row a"),
        new("profile", "owner", "/profile"),
        new("inbox", "owner", "/inbox"),
        new("inbox-settings", "owner", "/inbox/settings"),
        new("leave", "clerk", "/profile/leave"),
        new("leave-of-staff", "approver", "/profile/leave"),
        new("worklist", "clerk", "/work"),
        new("worklist-all", "clerk", "/work?view=all"),
        new("imports", "clerk", "/work/import"),
        new("search", "clerk", "/work/search"),
        new("search-found", "clerk", "/work/search?q=%E7%A4%BA%E4%BE%8B"),
        new("clerk-case", "clerk", "/work", "main a[href^='/cases/']"),
        new("fire-worklist", "fire", "/work"),
        new("fire-case", "fire", "/work", "main a[href^='/cases/']"),
        new("exits-mine", "owner", "/exits/mine"),
        new("exits-case", "owner2", "/exits/misused-identity", "main a[href^='/cases/']"),
        new("exits-registry", "approver", "/exits/registry"),
        new("denied", "owner", "/board", Status: 403),
        new("register-project", "clerk", "/projects/new"),
        new("board", "supervisor", "/board"),
        new("pool", "gl-mayor", "/pool"),
        new("pool-red", "gl-county-450323", "/pool?show=red"),
        new("pool-project", "gl-county-450323", "/pool", "main .pool-project h2 a"),
        new("pool-simulated", "gl-county-450326", "/pool", "main .pool-project h2 a"),
        new("whistles", "gl-mayor", "/pool/whistles"),
        new("whistles-office", "gl-transport", "/pool/whistles"),
        new("problems", "gl-supervisor", "/pool/problems"),
        new("problems-county", "gl-county-450323", "/pool/problems?county=450323"),
        new("joint-session", "gl-land", "/pool/sessions/2022-08"),
        new("joint-session-closed", "gl-mayor", "/pool/sessions/2022-07"),
        new("refusals", "gl-supervisor", "/pool/reviews?month=2022-07"),
        new("service-project", null, "/services/project-approval"),
        new("certificates-issued", "registry", "/certificates/issued"),
        new("registry-certificate", "registry", "/certificates/issued", "main .certificate-row a"),
        new("organisations", "admin", "/admin/organisations"),
        new("programs", "admin", "/admin/programs"),
        new("webhooks", "admin", "/admin/webhooks"),
        new("people", "admin", "/admin/people"),
        new("red-list", "supervisor", "/supervision"),
        new("new-notice", "supervisor", "/supervision", "main a[href^='/supervision/notices/new']"),
        new("notices", "supervisor", "/supervision/notices"),
        new("notice", "supervisor", "/supervision/notices", "main td a[href^='/supervision/notices/0']"),
        new("records", "supervisor", "/supervision/records"),
        new("lost-time", "supervisor", "/supervision/time"),
        new("case-time", "supervisor", "/supervision/time", "main a[href$='/time']"),
        new("bulletins", "supervisor", "/bulletins"),
        new("bulletin", "supervisor", "/bulletins", "main td a[href^='/bulletins/']"),
        new("tickets", "supervisor", "/satisfaction/tickets"),
        new("ticket", "supervisor", "/satisfaction/tickets", "main td a[href^='/satisfaction/tickets/']"),
        new("office-notices", "gas", "/supervision/notices"),
        new("rate", "owner", "/my", "main .my-case-rate"),
        new("calendar", "admin", "/admin/calendar"),
        new("catalogue", "pool", "/catalogue"),
        new("quality", "pool", "/quality"),
        new("quality-resource", "lz-police", "/quality/pop.person"),
        new("quality-others", "lz-fund", "/quality/ent.base"),
        new("catalogue-none", "lz-fund", "/catalogue?q=%E6%B2%A1%E6%9C%89"),
        new("resource", "lz-fund", "/catalogue/pop.person"),
        new("matters", "approver", "/matters"),
        new("matter-versions", "approver", "/matters/acceptance-certificate/versions"),
        new("matter-table", "approver", "/matters/acceptance-certificate/tables/fire_way"),
        new("matter-migration", "approver", "/matters/acceptance-certificate/migration"),
        new("matter-migration-none", "clerk", "/matters/acceptance-certificate/migration", Status: 403),
        new("own-deposits", "admin", "/evidence/deposits/own"),
        new("enterprise-codes-mine", "owner", "/enterprise-codes/mine"),
        new("enterprise-code-own", "owner", "/enterprise-codes/mine", "main .pool-project h2 a"),
        new("enterprise-codes-issued", "market", "/enterprise-codes/issued"),
        new("seals", "keeper", "/seals"),
        new("seal", "keeper", "/seals", "main .seal-card h2 a"),
        new("seal-use-form", "keeper", "/seals", "main .seal-card a.btn-primary"),
        new("seal-units", "sealer", "/seals/units"),
        new("licence-types", "licences", "/certificates/types"),
        new("log-health", "admin", "/evidence/health"),
        new("log-erasure", "admin", "/evidence/erasure"),
        new("city-report", "collector", "/city/report"),
        new("city-field", "sanitation", "/city/field"),
        new("city-field-case", "municipal", "/city/field", "main a[href^='/city/field/']"),
        new("city-check", "inspector", "/city/field", "main a[href^='/city/field/']"),
        new("city-desk", "dispatcher", "/city/desk"),
        new("city-keys", "dispatcher", "/city/keys"),
        new("city-scores", "dispatcher", "/city/scores?month=2022-07"),
        new("city-scores-now", "sanitation", "/city/scores"),
        new("city-scores-cases", "dispatcher", "/city/scores/cases?month=2022-07&office=municipal&show=late"),
        new("city-case", "dispatcher", "/work", "main a[href^='/cases/']"),
        new("sharing", "lz-fund", "/sharing"),
        new("sharing-requests", "lz-fund", "/sharing?tab=requests"),
        new("sharing-given", "lz-police", "/sharing?tab=given"),
        new("sharing-grant", "lz-police", "/sharing?tab=given", "main a[href^='/sharing/grants/']"),
        new("sharing-grant-recipient", "lz-fund", "/sharing", "main a[href^='/sharing/grants/']"),
        new("sharing-choose", "lz-fund", "/sharing/request"),
        new("sharing-request", "lz-fund", "/sharing/request?resource=pop.person"),
        new("sharing-uses", "lz-police", "/sharing/uses"),
        new("sharing-leak", "pool", "/sharing/leak"),
        new("my-data-uses", "lz-resident", "/my/data-uses"),
    ];

    public static IEnumerable<SitePage> All => Public.Concat(Own);

    public static SitePage Named(string name) => All.First(p => p.Name == name);
}
