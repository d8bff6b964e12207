using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>Erases what the platform keeps of a person behind the log's commitments, as the law gives everybody the right to ask (Personal Information Protection Law, art. 47).
/// The log itself stays whole, and every proof still holds: a commitment without its salt tells nothing.</summary>
public interface IErasure
{
    /// <summary>What an erasure would take; nothing is changed.</summary>
    /// <param name="subject">Opaque id of the subject: "party/{id}", or a stream for entries without a subject of their own.</param>
    Task<ErasureView> LookAsync(string subject, CancellationToken cancel = default);

    /// <summary>The subjects whose private values a stream holds: usually one, the applicant of a case.</summary>
    Task<IReadOnlyList<string>> SubjectsOfAsync(string stream, CancellationToken cancel = default);

    /// <summary>Erases the subject's private values, salts and keys in one transaction, which records the event "evidence.erased". It cannot be undone.</summary>
    /// <param name="reason">Why, in the operator's words; kept as a private field of the event.</param>
    /// <param name="basis">A code of <see cref="ErasureBasis"/>.</param>
    /// <exception cref="InvalidInputException">The reason is missing or too long, or the basis is unknown.</exception>
    /// <exception cref="NotFoundException">Nothing is kept of this subject.</exception>
    Task<ErasureDone> EraseAsync(LogOperator by, string subject, string reason, string basis, CancellationToken cancel = default);

    /// <summary>The newest erasures, newest first.</summary>
    Task<IReadOnlyList<ErasureDone>> DoneAsync(int most, CancellationToken cancel = default);
}

/// <summary>The cases of article 47 of the Personal Information Protection Law in which personal information must be deleted.</summary>
public static class ErasureBasis
{
    public static readonly IReadOnlyList<string> All = ["pipl-47-1", "pipl-47-2", "pipl-47-3", "pipl-47-4", "pipl-47-5"];
}

/// <param name="Entries">Entries with private fields that would be erased.</param>
/// <param name="Streams">What they belong to, at most <see cref="MostStreams"/>.</param>
/// <param name="Fields">How often each private field occurs, by name; never a value.</param>
/// <param name="From">When the first of the entries happened; null when there are none.</param>
public sealed record ErasureView(string Subject, long Entries, IReadOnlyList<string> Streams, IReadOnlyDictionary<string, long> Fields, DateTimeOffset? From, DateTimeOffset? To)
{
    public const int MostStreams = 50;
}

/// <param name="EntryId">Id of the event "evidence.erased".</param>
/// <param name="Index">Its place in the log; null while it is not sealed.</param>
public sealed record ErasureDone(string EntryId, string Subject, long Entries, string Basis, DateTimeOffset At, long? Index);
