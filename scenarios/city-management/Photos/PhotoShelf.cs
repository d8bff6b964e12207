using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.CityManagement.Reporting;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Photos;

/// <summary>A photo of the work on a case.</summary>
/// <param name="Kind">"before", "after" or "check".</param>
/// <param name="Round">Round of the item at which it was taken.</param>
public sealed record WorkPhoto(string Id, string CaseId, string Item, int Round, string Kind, string Sha256, string Office, DateTimeOffset At);

/// <summary>Photos before and after the work and of the check, each with an event that holds its digest. Who sees the case sees them.</summary>
internal sealed class PhotoShelf(IDatabase database, IFileStore files, ICases cases, IEvidenceRecorder evidence, TimeProvider time)
{
    private const long Largest = IMaterials.Largest;

    /// <summary>Refuses what is no photo; keeps nothing.</summary>
    /// <param name="field">Form field at which the fault is told.</param>
    public static void Demand(TakenPhoto photo, string field)
    {
        using var content = new MemoryStream(photo.Bytes, writable: false);
        if (photo.Bytes.Length > Largest)
        {
            throw new InvalidInputException(field, "cases.fault.file-size", "20");
        }
        if (FileKinds.Recognise(content) is not (FileKind.Jpeg or FileKind.Png))
        {
            throw new InvalidInputException(field, "cases.fault.file-kind", "JPEG PNG");
        }
    }

    public async Task PutAsync(CaseView view, string item, string kind, TakenPhoto photo, CancellationToken cancel = default)
    {
        Demand(photo, kind);
        using var content = new MemoryStream(photo.Bytes, writable: false);
        var stored = await files.SaveAsync(content, Largest, cancel);
        var at = time.GetUtcNow();
        var state = view.State.Items[item];
        var stream = "city-photos/" + view.State.Id;
        await database.WriteAsync(async session =>
        {
            await session.DeferAsync(
                "insert into city_photo (id, case_id, item, round, kind, sha256, size, office, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                [Ids.New(at), view.State.Id, item, (long)state.Round, kind, stored.Sha256, stored.Size, state.OrganisationId, at.ToMicros()]);
            await evidence.RecordAsync(session, new(
                "city.photo-taken", stream, await evidence.NextSequenceAsync(session, stream), at, "office/" + state.OrganisationId,
                ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("item", item), KeyValuePair.Create("kind", kind), KeyValuePair.Create("round", state.Round.ToString(System.Globalization.CultureInfo.InvariantCulture)), KeyValuePair.Create("sha256", stored.Sha256)]),
                ImmutableSortedDictionary<string, string>.Empty));
            return 0;
        }, cancel);
    }

    public async Task<IReadOnlyList<WorkPhoto>> OfAsync(string caseId, CancellationToken cancel = default) => await database.ReadAsync(
        session => session.QueryAsync("select id, case_id, item, round, kind, sha256, office, at from city_photo where case_id = $1 order by at, id", Read, caseId), cancel);

    /// <summary>The bytes, for those who see the case; null otherwise.</summary>
    public async Task<(WorkPhoto Photo, Stream Content)?> OpenAsync(Actor actor, string id, CancellationToken cancel = default)
    {
        var photo = await database.ReadAsync(session => session.FirstAsync("select id, case_id, item, round, kind, sha256, office, at from city_photo where id = $1", Read, id), cancel);
        return photo is not null && await cases.FindAsync(actor, photo.CaseId, cancel) is not null && await files.OpenAsync(photo.Sha256, cancel) is { } content ? (photo, content) : null;
    }

    private static WorkPhoto Read(System.Data.Common.DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.GetString(4), r.GetString(5), r.GetString(6), ChinaTime.FromMicros(r.GetInt64(7)));
}
