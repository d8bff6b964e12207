using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>容缺受理: a promised material is brought.</summary>
internal static class Promising
{
    public static void Fulfil(Deliberation d, FulfilPromise command)
    {
        var field = "material." + command.Material;
        if (!d.Demand(d.State.Materials.GetValueOrDefault(command.Material) is { Status: MaterialStatus.Promised or MaterialStatus.Awaited }, field, "cases.fault.nothing-promised"))
        {
            return;
        }
        var material = d.Matter.FindMaterial(command.Material)!;
        var brought = command.State;
        d.Demand(brought.Status == MaterialStatus.Provided && (brought.FileSha256 ?? brought.CertificateId) is not null, field, "cases.fault.material-wanting");
        d.Demand(brought.FileSha256 is null || material.MayUpload, field, "cases.fault.certificate-only");
        if (!d.IsRefused)
        {
            d.Happen(new PromiseFulfilled(command.Material, brought));
        }
    }
}
