using System.Collections.Immutable;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>The monthly bulletin (通报): counted from what had happened by the month's end, numbered, versioned, sealed with the digest of its data. Counting again gives the same.</summary>
public interface IBulletins
{
    /// <summary>Bulletins of the areas in which the actor has an office or supervises, newest month first.</summary>
    Task<IReadOnlyList<BulletinHead>> ListAsync(Actor actor, CancellationToken cancel = default);

    Task<Bulletin?> FindAsync(Actor actor, string id, CancellationToken cancel = default);

    /// <summary>Counts a month that is over and issues its bulletin; a month issued before gets a further version under the same number.</summary>
    /// <param name="month">First day of the month.</param>
    /// <exception cref="Kernel.Faults.InvalidInputException">The month is not over.</exception>
    /// <exception cref="Kernel.Faults.ConflictException">Nothing has changed since the newest version.</exception>
    Task<BulletinHead> IssueAsync(Actor actor, string organisationId, DateOnly month, CancellationToken cancel = default);

    /// <summary>Counts the month again from the events and compares digests.</summary>
    Task<BulletinRecount> RecountAsync(Actor actor, string id, CancellationToken cancel = default);

    /// <summary>The bulletin as PDF with its data attached; the same bulletin gives the same bytes on machines with the same fonts.</summary>
    Task<byte[]> PdfAsync(Actor actor, string id, CancellationToken cancel = default);

    /// <summary>The bulletin as a workbook (xlsx), a sheet for each table and one with every case that was counted.</summary>
    Task<byte[]> ExcelAsync(Actor actor, string id, CancellationToken cancel = default);
}

/// <param name="Number">Issue of the year: "2022-01"; versions of a month share it.</param>
/// <param name="Digest">SHA-256 of the data, lower-case hexadecimal; it stands in the log's entry "cases.bulletin-issued".</param>
public sealed record BulletinHead(string Id, string OrganisationId, DateOnly Month, int Version, string Number, DateTimeOffset IssuedAt, string IssuedBy, string Digest);

/// <param name="Text">The exact text that the digest is of.</param>
public sealed record Bulletin(BulletinHead Head, BulletinData Data, BulletinNumbers Numbers, string Text);

/// <param name="Differences">Numbers of cases that are counted otherwise now; empty when the digests agree.</param>
public sealed record BulletinRecount(bool Same, string Digest, IReadOnlyList<string> Differences);

/// <summary>Everything that a bulletin is counted from, as it stood at the month's end.</summary>
public sealed record BulletinData(
    string Organisation, string Month, string Calendar, ImmutableArray<CaseFact> Cases, ImmutableArray<NoticeFact> Notices, ImmutableArray<RecordFact> Records, ImmutableArray<RatingFact> Ratings, ImmutableSortedDictionary<string, string> Names);

/// <summary>A case of the month. Times are microseconds within the month; the four parts add up to <paramref name="Elapsed"/>.</summary>
/// <param name="Late">By organisation: how long it was beyond its limit in this month.</param>
public sealed record CaseFact(
    string Id, string Number, string Matter, bool Submitted, bool Ended, bool EndedLate, long Elapsed, long InTime, long Office, long Applicant, long Excluded,
    ImmutableSortedDictionary<string, long> Late, ImmutableArray<ItemFact> Items, string? RefusedBy, string? Refusal);

/// <param name="Done">True when the office answered (or was silent) within the month.</param>
/// <param name="Overdue">True when it was open beyond its due at the month's end.</param>
public sealed record ItemFact(string Item, string Office, bool Done, bool DoneLate, bool Deemed, bool Open, bool Overdue, string? Due, int DaysOver, int Tier);

public sealed record NoticeFact(string Number, string Office, string? Case, string Subject, string IssuedOn, string AnswerBy, bool Answered, bool AnsweredLate, string? Cause);

public sealed record RecordFact(string Number, string Kind, string Office, string? Case, string Subject, string? Measure, string Basis, string DecidedBy, string DecidedOn);

/// <param name="Followed">For a bad rating: "open", "answered" or "closed" at the month's end.</param>
public sealed record RatingFact(string Office, string Matter, int Level, ImmutableArray<string> Reasons, string? Followed);

/// <summary>The tables of a bulletin; they follow from its data and from nothing else.</summary>
public sealed record BulletinNumbers(
    int Submitted, int Ended, int EndedOnTime, long OfficeTime, long ApplicantTime, long ExcludedTime, long InTime, IReadOnlyList<OfficeLine> Offices,
    IReadOnlyList<(CaseFact Case, ItemFact Item)> Overdue, IReadOnlyList<(CaseFact Case, ItemFact Item)> Deemed, IReadOnlyList<CaseFact> Refused, LevelCounts Ratings)
{
    /// <summary>Share of the ended cases that met the limit of the whole, in per cent.</summary>
    public decimal? OnTimeRate => Ended == 0 ? null : Math.Round(EndedOnTime * 100m / Ended, 1);
}

/// <summary>An office in its rank: by share in time, then fewer overdue at the month's end, then less time lost, then more done. Equal offices share a rank.</summary>
/// <param name="Rank">Null for an office that had nothing to finish and nothing overdue.</param>
/// <param name="LostTime">Microseconds beyond its limits.</param>
public sealed record OfficeLine(int? Rank, string Office, string Name, int Done, int DoneLate, decimal? OnTimeRate, int Open, int Overdue, int Deemed, long LostTime, int Notices, int Unanswered, int Accountability, int Tolerance, LevelCounts Ratings);
