using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Seals.Using;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Seals.Pages;

/// <summary>What an office that makes seals sees: units, their seals, and how often they are used; from the sum down to the single seal.</summary>
internal static class SealUnitEndpoints
{
    private const int MonthsShown = 12;

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/seals/units", UnitsAsync).ExcludeFromDescription();

    private static async Task<IResult> UnitsAsync(HttpContext http, IAccess access, SealStore store, SealUses uses, TimeProvider time, string? unit, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            return SealEndpoints.SignIn(http);
        }
        var reach = access.Reach(actor, Permissions.CertificatesRevoke);
        if (reach.Count == 0)
        {
            throw new DeniedException("certificates.fault.not-staff");
        }
        var today = time.GetUtcNow().ChinaDate();
        var from = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - MonthsShown);
        var (seals, months) = (new List<Seal>(), new List<SealMonth>());
        foreach (var path in reach)
        {
            seals.AddRange(await store.MadeBelowAsync(path, cancel));
            months.AddRange(await uses.MonthsAsync(path, SealStore.Date(from)[..7], SealStore.Date(today)[..7], cancel));
        }
        var shown = unit is null ? seals : seals.FindAll(s => s.UnitPartyId == unit);
        if (unit is not null && shown.Count == 0)
        {
            throw new NotFoundException("certificates.seal.fault.unknown");
        }
        return SealEndpoints.View<SealUnitsPage>(
            (nameof(SealUnitsPage.Seals), shown), (nameof(SealUnitsPage.Counted), months), (nameof(SealUnitsPage.From), from), (nameof(SealUnitsPage.Until), today), (nameof(SealUnitsPage.Unit), unit));
    }
}
