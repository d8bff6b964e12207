using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.ProjectApproval.Problems;

/// <summary>What the review of a refusal found.</summary>
public enum Finding
{
    /// <summary>The office was right to say no.</summary>
    Upheld,

    /// <summary>应批未批: it should have been approved; to be corrected, and the office answers for it.</summary>
    ShouldHaveBeenApproved,

    /// <summary>It should have been approved, but the office tried in good faith and gained nothing: recorded as tolerated (容错).</summary>
    Tolerated,
}

/// <summary>A refusal with its review; null while nobody has looked at it.</summary>
public sealed record ReviewedRefusal(RefusalRow Refusal, Review? Review);

/// <param name="RecordId">The record of accountability or tolerance that came of it.</param>
public sealed record Review(Finding Finding, string Note, string? RecordId, DateTimeOffset At);

/// <summary>每月复核: everything that offices said no to is looked at again; what should have been approved becomes a record of accountability, or of tolerance.</summary>
internal sealed class RefusalReviews(IDatabase database, IEvidenceRecorder evidence, IRefusals refusals, ISupervision supervision, IOrganisations organisations, IAccess access, TimeProvider time)
{
    /// <summary>Refusals of the month, those of the given matter, with what their review found.</summary>
    public async Task<IReadOnlyList<ReviewedRefusal>> OfMonthAsync(Actor actor, DateOnly first, string matterKey, CancellationToken cancel = default)
    {
        var found = (await refusals.OfDaysAsync(actor, first, first.AddMonths(1).AddDays(-1), cancel)).Where(r => r.MatterKey == matterKey).ToList();
        var known = await database.ReadAsync(s => s.QueryAsync("select case_id, item, refused_at, finding, note, record_id, reviewed_at from pool_review where refused_at >= $1 and refused_at < $2",
            r => (Key: (r.GetString(0), r.GetString(1), r.GetInt64(2)), Review: new Review((Finding)r.GetInt64(3), r.GetString(4), r.IsDBNull(5) ? null : r.GetString(5), ChinaTime.FromMicros(r.GetInt64(6)))),
            ChinaTime.At(first, TimeOnly.MinValue).ToMicros(), ChinaTime.At(first.AddMonths(1), TimeOnly.MinValue).ToMicros()), cancel);
        var of = known.ToDictionary(k => k.Key, k => k.Review);
        return [.. found.Select(r => new ReviewedRefusal(r, of.GetValueOrDefault((r.CaseId, r.Item, r.At.ToMicros()))))];
    }

    /// <summary>Writes down what the review of one refusal found.</summary>
    /// <exception cref="ConflictException">It was reviewed already.</exception>
    public async Task ReviewAsync(Actor actor, DateOnly month, string matterKey, string caseId, string item, Finding finding, string note, CancellationToken cancel = default)
    {
        var refusal = (await OfMonthAsync(actor, month, matterKey, cancel)).FirstOrDefault(r => r.Refusal.CaseId == caseId && r.Refusal.Item == item) ?? throw new NotFoundException("pool.fault.no-refusal");
        if (refusal.Review is not null)
        {
            throw new ConflictException("pool.fault.reviewed");
        }
        if (organisations.Find(refusal.Refusal.OrganisationId) is not { } office || !access.May(actor, Permissions.CasesSupervise, office.Path))
        {
            throw new DeniedException("pool.fault.not-your-city");
        }
        if (note.Trim().Length is < 2 or > 1000)
        {
            throw new InvalidInputException("note", "pool.fault.note");
        }
        var now = time.GetUtcNow();
        var row = refusal.Refusal;
        var recordId = finding == Finding.Upheld ? null : (await supervision.RecordAsync(actor, new(
            finding == Finding.Tolerated ? RecordKind.Tolerance : RecordKind.Accountability, row.OrganisationId, null, row.CaseId, row.Item, $"{row.Number} {row.ItemTitle}",
            finding == Finding.Tolerated ? null : "correct", Basis, note.Trim(), DecidedBy, now.ChinaDate()), cancel)).Id;
        await database.WriteAsync(async session =>
        {
            await session.DeferAsync("insert into pool_review (case_id, item, refused_at, finding, note, record_id, reviewed_by, reviewed_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (case_id, item, refused_at) do nothing",
                [row.CaseId, row.Item, row.At.ToMicros(), (int)finding, note.Trim(), recordId, actor.PersonId, now.ToMicros()], 1, static () => new ConflictException("pool.fault.reviewed"));
            await evidence.RecordAsync(session, new("pool.refusal-reviewed", $"refusal-review/{row.CaseId}/{row.Item}/{row.At.ToMicros()}", 1, now, "office/" + office.Id,
                ProblemPool.Facts("item", row.Item, "outcome", finding.ToString()), ProblemPool.Facts("note", note.Trim(), "by", actor.PersonId)));
            return 0;
        }, cancel);
    }

    /// <summary>The paper by which the city reviews refusals: a name that records carry, in the language of record.</summary>
    private const string Basis = "《关于加快推进项目建设有关事项的通知》应批不批跟踪问责";

    private const string DecidedBy = "督查考评部门";
}
