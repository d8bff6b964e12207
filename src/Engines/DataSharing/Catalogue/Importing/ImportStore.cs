using System.Data.Common;
using System.Text.Json;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Catalogue.Importing;

/// <summary>Plans that wait to be confirmed, and those that were.</summary>
internal sealed class ImportStore(IDatabase database)
{
    private const string Columns = "id, person, office, name, hash, at, confirmed_at, lines";

    public Task<KeptImport?> FindAsync(string id, CancellationToken cancel = default) => database.ReadAsync(s => s.FirstAsync($"select {Columns} from sharing_catalogue_import where id = $1", Read, id), cancel);

    /// <summary>The newest imports of a person, newest first.</summary>
    public async Task<IReadOnlyList<KeptImport>> OfAsync(string person, int most, CancellationToken cancel = default) => await database.ReadAsync(s => s.QueryAsync(
        $"select {Columns} from sharing_catalogue_import where person = $1 order by at desc, id desc limit {most}", Read, person), cancel);

    public static ValueTask<int> AddAsync(ISession session, KeptImport kept) => session.ExecuteAsync(
        $"insert into sharing_catalogue_import ({Columns}) values ($1, $2, $3, $4, $5, $6, null, $7)",
        kept.Id, kept.Person, kept.Office, kept.Name, kept.Hash, kept.At.ToMicros(),
        JsonSerializer.Serialize(kept.Lines.Select(l => new Line(l.Row, DescriptionDocument.Write(l.Description), l.Change, l.Seen))));

    /// <summary>True for the one who confirms it; false for everybody after him.</summary>
    public static async ValueTask<bool> ConfirmAsync(ISession session, string id, DateTimeOffset now) =>
        await session.ExecuteAsync("update sharing_catalogue_import set confirmed_at = $2 where id = $1 and confirmed_at is null", id, now.ToMicros()) == 1;

    /// <summary>What was never confirmed is forgotten after a while.</summary>
    public static ValueTask<int> ForgetAsync(ISession session, DateTimeOffset before) =>
        session.ExecuteAsync("delete from sharing_catalogue_import where confirmed_at is null and at < $1", before.ToMicros());

    private static KeptImport Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), ChinaTime.FromMicros(r.GetInt64(5)), r.IsDBNull(6) ? null : ChinaTime.FromMicros(r.GetInt64(6)),
        [.. JsonSerializer.Deserialize<Line[]>(r.GetString(7))!.Select(l => new ImportLine(l.Row, DescriptionDocument.Read(l.Document), l.Change, l.Seen))]);

    private sealed record Line(long Row, string Document, ImportChange Change, int Seen);
}
