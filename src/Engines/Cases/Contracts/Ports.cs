using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>Where the platform already knows what a form asks. Scenarios and engines register any number; a field names one by "source.path".</summary>
public interface IPrefillSource
{
    /// <summary>First part of a field's prefill: "project".</summary>
    string Name { get; }

    LocalText Title { get; }

    /// <summary>What of this source the party may choose from (its projects); empty for sources without choice.</summary>
    Task<IReadOnlyList<PrefillSubject>> SubjectsAsync(Party party, CancellationToken cancel = default);

    /// <summary>Values by path, as canonical form texts; empty when nothing is known.</summary>
    Task<ImmutableSortedDictionary<string, string>> ReadAsync(Party party, string? subject, CancellationToken cancel = default);
}

public sealed record PrefillSubject(string Key, LocalText Title);

/// <summary>Asks what the data pool already knows of an applicant, so that a form need not ask it. Answered by the DataSharing engine.</summary>
public interface IPoolItems
{
    /// <summary>Values by item ("resource/item"); what is unknown, or not to be shared, is left out.</summary>
    Task<ImmutableSortedDictionary<string, PoolItem>> OfAsync(Party party, string matterKey, IReadOnlyCollection<string> items, CancellationToken cancel = default);
}

/// <param name="Value">The value as canonical form text.</param>
/// <param name="Source">Where it is from, for the reader of the form: resource, department, date.</param>
public sealed record PoolItem(string Value, LocalText Source);

/// <summary>Reads what an applicant gave for items of the data pool; asked by whoever follows "cases.submitted".</summary>
public interface IGivenItems
{
    /// <summary>Null when there is no such case, or its form asks for no item.</summary>
    Task<GivenItems?> OfAsync(string caseId, CancellationToken cancel = default);
}

/// <param name="Values">What he gave, by item ("resource/item").</param>
public sealed record GivenItems(Party Applicant, string MatterKey, ImmutableSortedDictionary<string, string> Values);

/// <summary>Asks which certificates serve as materials. Answered by the Certificates engine.</summary>
public interface IHeldCertificates
{
    Task<IReadOnlyList<HeldCertificate>> HeldAsync(string partyId, string type, CancellationToken cancel = default);

    /// <summary>The certificate if it is the party's and valid now; null otherwise.</summary>
    Task<HeldCertificate?> ValidAsync(string partyId, string certificateId, CancellationToken cancel = default);
}

/// <param name="Fields">Values on it by field key, for prefilling.</param>
public sealed record HeldCertificate(string Id, string Type, string Number, LocalText Title, DateOnly IssuedOn, ImmutableSortedDictionary<string, string> Fields);

/// <summary>What the issuing engine needs to make the certificate of a granted case; read by whoever follows "cases.issue-ordered".</summary>
public interface IIssueOrders
{
    Task<IssueOrder?> ReadAsync(string caseId, CancellationToken cancel = default);
}

/// <param name="Fields">Label and value of what is printed, in order.</param>
public sealed record IssueOrder(
    string CaseId,
    string CaseNumber,
    IssueRule Rule,
    Party Holder,
    string IssuerOrganisationId,
    string Division,
    DateOnly IssueDate,
    IReadOnlyList<PrintedField> Fields);

public sealed record PrintedField(string Key, LocalText Label, string Value);

/// <summary>Tells which certificates serve as materials of a case; for the engine that shows their holders where they were used.</summary>
public interface IUsedCertificates
{
    /// <summary>Empty when there is no such case, or no certificate in it.</summary>
    Task<IReadOnlyList<UsedCertificate>> ReadAsync(string caseId, CancellationToken cancel = default);
}

/// <param name="Material">Title of the material that it serves as.</param>
public sealed record UsedCertificate(string CertificateId, string CaseNumber, LocalText Matter, LocalText Material);
