using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Certificates.Contracts;

namespace Zhuangjin.Web.Wiring;

/// <summary>What the Certificates engine asks of cases: the order behind a grant.</summary>
internal sealed class OrdersFromCases(IIssueOrders orders) : ICertificateOrders
{
    public async Task<CertificateOrder?> ReadAsync(string caseId, CancellationToken cancel = default) =>
        await orders.ReadAsync(caseId, cancel) is not { } order ? null : new(
            order.Rule.CertificateType,
            order.Rule.Title,
            order.Rule.Number,
            order.Holder,
            order.IssuerOrganisationId,
            order.Division,
            order.IssueDate,
            order.Rule.ValidFor,
            [.. order.Fields.Select(f => new CertificateField(f.Key, f.Label, f.Value))],
            order.CaseId,
            order.CaseNumber,
            order.Rule.Template);
}

/// <summary>What the Certificates engine asks of cases: which certificate a case puts out of force, and why.</summary>
internal sealed class VoidsFromCases(IVoidOrders orders) : IVoidingOrders
{
    public async Task<VoidingOrder?> ReadAsync(string caseId, long sequence, CancellationToken cancel = default) =>
        await orders.ReadAsync(caseId, sequence, cancel) is { } order ? new(order.Certificate, order.Reason) : null;
}

/// <summary>What cases ask of certificates: which of them serve as materials. Only those that a check calls valid do.</summary>
internal sealed class MaterialsFromCertificates(ICertificates certificates) : IHeldCertificates
{
    public async Task<IReadOnlyList<HeldCertificate>> HeldAsync(string partyId, string type, CancellationToken cancel = default)
    {
        var valid = new List<HeldCertificate>();
        foreach (var certificate in await certificates.HeldAsync(partyId, type, cancel))
        {
            if (await ValidAsync(partyId, certificate.Id, cancel) is { } held)
            {
                valid.Add(held);
            }
        }
        return valid;
    }

    public async Task<HeldCertificate?> ValidAsync(string partyId, string certificateId, CancellationToken cancel = default) =>
        await certificates.CheckAsync(certificateId, shownDigest: null, cancel) is { Answer: CertificateAnswer.Valid, Certificate: { } certificate } && certificate.HolderPartyId == partyId
            ? new(certificate.Id, certificate.Type, certificate.Number, certificate.Title, certificate.IssuedOn, certificate.Fields.ToImmutableSortedDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal))
            : null;
}

/// <summary>What the Certificates engine asks of cases: where certificates serve as materials.</summary>
internal sealed class UsesFromCases(IUsedCertificates used) : ICertificateUses
{
    public async Task<IReadOnlyList<CertificateUse>> ReadAsync(string caseId, CancellationToken cancel = default) =>
        [.. (await used.ReadAsync(caseId, cancel)).Select(u => new CertificateUse(u.CertificateId, u.CaseNumber, u.Matter.In("zh"), u.Material.In("zh")))];
}
