using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Certificates.Following;

/// <summary>Keeps where a certificate served as a material, so that its holder sees it. The log already proves the application itself; these rows only find it from the certificate's side.</summary>
internal sealed class UseFollower(IServiceProvider services, IDatabase database) : ILogFollower
{
    private const string CasePrefix = "case/";

    public string Name => "certificates.uses";

    public bool Wants(string type) => type is "cases.submitted" or "cases.supplement-provided" or "cases.correction-provided" or "cases.promise-fulfilled";

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        if (!happened.Stream.StartsWith(CasePrefix, StringComparison.Ordinal))
        {
            return;
        }
        var caseId = happened.Stream[CasePrefix.Length..];
        var uses = await services.GetRequiredService<ICertificateUses>().ReadAsync(caseId, cancel);
        if (uses.Count == 0)
        {
            return;
        }
        await database.WriteAsync(
            async session =>
            {
                foreach (var use in uses)
                {
                    await session.ExecuteAsync(
                        "insert into certificates_trace (certificate_id, case_id, case_number, matter, material, at) values ($1, $2, $3, $4, $5, $6) on conflict (certificate_id, case_id, material) do nothing",
                        use.CertificateId, caseId, use.CaseNumber, use.Matter, use.Material, happened.At.ToMicros());
                }
                return 0;
            },
            cancel);
    }
}
