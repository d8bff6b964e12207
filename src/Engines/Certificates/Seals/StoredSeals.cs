using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Seals.Changing;
using Zhuangjin.Certificates.Seals.Checking;
using Zhuangjin.Certificates.Seals.Making;
using Zhuangjin.Certificates.Seals.Using;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Seals;

/// <inheritdoc/>
internal sealed class StoredSeals(SealStore store, SealMaker maker, Sealer sealer, SealChanger changer, SealChecker checker) : ISeals
{
    public Task<Seal> MakeAsync(SealOrder order, CancellationToken cancel = default) => maker.MakeAsync(order, sample: false, cancel);

    public Task<Seal?> FindAsync(string idOrNumber, CancellationToken cancel = default) => store.FindAsync(idOrNumber, cancel);

    public Task<Seal?> BySourceAsync(string source, CancellationToken cancel = default) => store.BySourceAsync(source, cancel);

    public async Task<Sealing> SealPdfAsync(Actor actor, string idOrNumber, SealPurpose purpose, byte[] pdf, SealPlace place, CancellationToken cancel = default) =>
        await sealer.SealPdfAsync(actor, await NeedAsync(idOrNumber, cancel), purpose, pdf, place, cancel);

    public async Task<Sealing> SealDigestAsync(Actor actor, string idOrNumber, SealPurpose purpose, string digest, CancellationToken cancel = default) =>
        await sealer.SealDigestAsync(actor, await NeedAsync(idOrNumber, cancel), purpose, digest, cancel);

    public async Task SuspendAsync(Actor actor, string idOrNumber, string reason, CancellationToken cancel = default) =>
        await changer.SuspendAsync(actor, await NeedAsync(idOrNumber, cancel), reason, cancel);

    public async Task ResumeAsync(Actor actor, string idOrNumber, string reason, CancellationToken cancel = default) =>
        await changer.ResumeAsync(actor, await NeedAsync(idOrNumber, cancel), reason, cancel);

    public async Task RevokeAsync(Actor actor, string idOrNumber, string reason, CancellationToken cancel = default) =>
        await changer.RevokeAsync(actor, await NeedAsync(idOrNumber, cancel), reason, cancel);

    public async Task<Seal> RenewAsync(Actor actor, string idOrNumber, int years, string reason, CancellationToken cancel = default) =>
        await maker.RenewAsync(actor, await NeedAsync(idOrNumber, cancel), years, reason, cancel);

    public Task<IReadOnlyList<SealCheck>> CheckPdfAsync(byte[] pdf, CancellationToken cancel = default) => checker.CheckPdfAsync(pdf, cancel);

    public Task<SealCheck> CheckDigestAsync(string digest, byte[] signature, CancellationToken cancel = default) => checker.CheckDigestAsync(digest, signature, cancel);

    private async Task<Seal> NeedAsync(string idOrNumber, CancellationToken cancel) =>
        await store.FindAsync(idOrNumber, cancel) ?? throw new NotFoundException("certificates.seal.fault.unknown");
}
