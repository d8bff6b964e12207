using Microsoft.AspNetCore.Http;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>Takes evidence from departments' own systems into the log (存证): digests of what they keep, small records, large files.</summary>
public interface IDeposits
{
    /// <summary>Records deposits as events, all that are right in one transaction; returns when they are durable. The answers stand in the order of the questions,
    /// and one that is refused holds back no other.</summary>
    Task<IReadOnlyList<DepositAnswer>> DepositAsync(Depositor by, IReadOnlyList<NewDeposit> asked, CancellationToken cancel = default);

    /// <summary>The receipt of a deposit, with its proof's state now; null when there is none with this id.</summary>
    Task<DepositReceipt?> ReceiptAsync(string id, CancellationToken cancel = default);

    /// <summary>Deposits that were promised to be in the log by now and are not. Anything but zero is a broken promise.</summary>
    Task<long> OverdueAsync(CancellationToken cancel = default);
}

/// <summary>Who deposits, and for which department.</summary>
/// <param name="ProgramId">Id of the program; goes into a private field and into the department's own lists.</param>
public sealed record Depositor(string ProgramId, string OrganisationId);

/// <summary>What a program asks to be kept as evidence.</summary>
/// <param name="Scene">Key of a scene of <see cref="DepositScenes"/>.</param>
/// <param name="Kind">"digest", "record" or "file", see <see cref="DepositKinds"/>.</param>
/// <param name="Key">The program's own name of this deposit, at most 100 characters: the same key deposits once, however often it is sent.</param>
/// <param name="Sha256">SHA-256 of the thing, 64 hexadecimal digits.</param>
/// <param name="Sm3">SM3 of the thing (GB/T 32905), 64 hexadecimal digits.</param>
/// <param name="Size">Bytes of the thing.</param>
/// <param name="Name">Name of the thing; may tell of a person, so it enters the log only as a salted commitment.</param>
/// <param name="ChunkRoot">For a file: root of the RFC 6962 tree over its chunks of 1 MiB with SHA-256, 64 hexadecimal digits.</param>
/// <param name="Facts">For a record: values that anybody may read. Never personal data.</param>
/// <param name="Private">For a record: values that enter the log only as salted commitments.</param>
/// <param name="Subject">Opaque reference to whom or what this is about, without personal data: private values are erased by it.</param>
/// <param name="OccurredAt">When it happened, by the depositor's clock.</param>
public sealed record NewDeposit(
    string Scene,
    string Kind,
    string? Key = null,
    string? Sha256 = null,
    string? Sm3 = null,
    long? Size = null,
    string? Name = null,
    string? ChunkRoot = null,
    IReadOnlyDictionary<string, string>? Facts = null,
    IReadOnlyDictionary<string, string>? Private = null,
    string? Subject = null,
    DateTimeOffset? OccurredAt = null);

/// <summary>What can be deposited.</summary>
public static class DepositKinds
{
    /// <summary>The digest of something that the department keeps.</summary>
    public const string Digest = "digest";

    /// <summary>A small record of open facts and private fields.</summary>
    public const string Record = "record";

    /// <summary>A large file by digest, size and chunk root.</summary>
    public const string File = "file";

    public static readonly IReadOnlyList<string> All = [Digest, Record, File];
}

/// <summary>The answer to one deposit: a receipt, or what is wrong.</summary>
/// <param name="Again">True when the same key had deposited the same before; nothing was recorded anew.</param>
/// <param name="Faults">What is wrong, at its field; empty when there is a receipt.</param>
public sealed record DepositAnswer(DepositReceipt? Receipt, bool Again, IReadOnlyList<Fault> Faults);

/// <summary>What the depositor holds in his hands: what was recorded, and the log's signed promise to seal it.</summary>
/// <param name="Entry">The exact text that goes into the log.</param>
/// <param name="Leaf">Base64 of SHA-256(0x00 ‖ entry): what the promise names and the proof leads from.</param>
/// <param name="Promise">A signed note (c2sp.org/signed-note) of the log's key: which entry, when received, in the log by when.</param>
/// <param name="Log">The log's verifier key as a line. Compare it with one from a source that you trust.</param>
/// <param name="Warnings">What the depositor should think about; nothing is wrong.</param>
public sealed record DepositReceipt(
    string Format,
    int Version,
    string Id,
    string Department,
    string Scene,
    string Kind,
    string Stream,
    long Sequence,
    DateTimeOffset ReceivedAt,
    string Entry,
    string Leaf,
    string Promise,
    string Log,
    DepositProof Proof,
    IReadOnlyList<string> Warnings)
{
    public const string FormatName = "zhuangjin deposit receipt";

    public const int ThisVersion = 1;
}

/// <param name="State">"recorded": durable, not sealed yet. "sealed": in the log. "overdue": not in the log, though promised.</param>
/// <param name="Place">Index in the log; null while it is not sealed.</param>
/// <param name="Href">Where the .tlog-proof lies once it is sealed.</param>
public sealed record DepositProof(string State, long? Place, string Href)
{
    public const string Recorded = "recorded";

    public const string Sealed = "sealed";

    public const string Overdue = "overdue";
}

/// <summary>Who may deposit, and whose deposits one may see as one's own. Asked by this engine, answered by the host from the platform's rights.</summary>
public interface IDepositors
{
    /// <summary>The program (or person) who makes this request, and the department for which it deposits.</summary>
    /// <param name="department">Id of the organisation, for those who deposit for several; null: the only one.</param>
    /// <exception cref="DeniedException">Nobody is signed in, or he may not deposit, or not for this department.</exception>
    /// <exception cref="InvalidInputException">He deposits for several departments and names none.</exception>
    ValueTask<Depositor> RequireAsync(HttpContext http, string? department);

    /// <summary>The departments whose programs' deposits the reader of this request may see with their programs.</summary>
    ValueTask<IReadOnlyList<DepositDepartment>> OwnAsync(HttpContext http);

    /// <summary>A department by its id, as everybody may see it; null when there is none.</summary>
    DepositDepartment? Department(string organisationId);
}

/// <param name="Function">What the organisation does, as scenes name it; null for areas.</param>
public sealed record DepositDepartment(string Id, LocalText Name, string? Function);

/// <summary>What an installation promises its depositors and allows them.</summary>
/// <param name="MaximumMergeDelay">How long after receipt a deposit is in the log at the latest.</param>
/// <param name="PerMinute">Deposits that a program may make in a minute on each node.</param>
/// <param name="AtOnce">Deposits that it may make at once after a pause.</param>
public sealed record DepositRules(TimeSpan MaximumMergeDelay, int PerMinute, int AtOnce)
{
    public static readonly DepositRules Default = new(TimeSpan.FromSeconds(60), PerMinute: 60_000, AtOnce: 20_000);
}
