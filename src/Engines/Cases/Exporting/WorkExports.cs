using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using MiniExcelLibs;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Exporting;

/// <summary>Walks the list by cursor into a temporary file: memory holds one page, however long the list is.</summary>
internal sealed class WorkExports(IDatabase database, IWorklists lists, IAccess access, IOrganisations organisations, PhraseBook book, IEvidenceRecorder evidence, TimeProvider time) : IWorkExports
{
    private const int PageSize = 200;

    /// <summary>Rows that a spreadsheet program still opens with ease.</summary>
    private const int MostRows = 200_000;

    public async Task<ExportedList> ExportAsync(Actor actor, WorkQuery query, ListFormat format, string language, CancellationToken cancel = default)
    {
        if (access.Reach(actor, Permissions.CasesRead).Count == 0)
        {
            throw new DeniedException("cases.page.fault.no-work");
        }
        var t = book.In(language);
        var columns = Columns(actor, t);
        var file = new FileStream(Path.Combine(Path.GetTempPath(), "zhuangjin-" + Ids.New(time)), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            var counted = new StrongBox<int>();
            if (format == ListFormat.Csv)
            {
                await WriteCsvAsync(file, columns, RowsAsync(actor, query, counted, cancel), cancel);
            }
            else
            {
                await MiniExcel.SaveAsAsync(file, ForExcelAsync(columns, RowsAsync(actor, query, counted, cancel), cancel), sheetName: t["cases.page.work.title"], cancellationToken: cancel);
            }
            file.Position = 0;
            var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
            file.Position = 0;
            var at = time.GetUtcNow();
            await RecordAsync(actor, query, format, counted.Value, digest, at, cancel);
            var name = $"worklist-{at.ToChina().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
            return format == ListFormat.Csv
                ? new(file, name + ".csv", "text/csv; charset=utf-8", counted.Value, digest)
                : new(file, name + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", counted.Value, digest);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the reader's rights let him take out. Who holds the work is for those who handle or supervise it; a plain reader gets the list without persons.</summary>
    private List<(string Title, Func<WorkRow, string> Value)> Columns(Actor actor, Phrases t)
    {
        var columns = new List<(string, Func<WorkRow, string>)>
        {
            (t["cases.page.number"], r => r.Number),
            (t["cases.page.matter"], r => t[r.MatterTitle]),
            (t["cases.page.item"], r => t[r.ItemTitle]),
            (t["cases.page.subject"], r => r.Subject),
            (t["cases.page.export.office"], r => organisations.Find(r.OrganisationId) is { } office ? t[office.Name] : ""),
            (t["cases.page.submitted"], r => r.SubmittedAt.ToChina().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
            (t["cases.page.due"], r => r.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""),
            (t["cases.page.export.days-left"], r => r.DaysLeft?.ToString(CultureInfo.InvariantCulture) ?? ""),
            (t["cases.page.light"], r => t["cases.page.light." + r.Light.ToString().ToLowerInvariant()]),
        };
        if (access.Reach(actor, Permissions.CasesHandle).Count > 0 || access.Reach(actor, Permissions.CasesSupervise).Count > 0)
        {
            columns.Insert(4, (t["cases.page.applicant"], r => r.ApplicantName));
            columns.Add((t["cases.page.work.holder"], r => r.HolderName ?? ""));
        }
        return columns;
    }

    private async IAsyncEnumerable<WorkRow> RowsAsync(Actor actor, WorkQuery query, StrongBox<int> counted, [EnumeratorCancellation] CancellationToken cancel)
    {
        string? after = null;
        do
        {
            var page = await lists.WorkAsync(actor, query with { After = after, Size = PageSize }, cancel);
            foreach (var row in page.Rows)
            {
                if (++counted.Value > MostRows)
                {
                    throw new InvalidInputException("", "cases.fault.export-too-long", MostRows.ToString(CultureInfo.InvariantCulture));
                }
                yield return row;
            }
            after = page.Next;
        }
        while (after is not null);
    }

    private static async IAsyncEnumerable<IDictionary<string, object>> ForExcelAsync(List<(string Title, Func<WorkRow, string> Value)> columns, IAsyncEnumerable<WorkRow> rows, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var row in rows.WithCancellation(cancel))
        {
            var cells = new Dictionary<string, object>(columns.Count, StringComparer.Ordinal);
            foreach (var (title, value) in columns)
            {
                cells[title] = value(row);
            }
            yield return cells;
        }
    }

    private static async Task WriteCsvAsync(Stream file, List<(string Title, Func<WorkRow, string> Value)> columns, IAsyncEnumerable<WorkRow> rows, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', columns.Select(c => Csv.Cell(c.Title))));
        await foreach (var row in rows.WithCancellation(cancel))
        {
            await writer.WriteLineAsync(string.Join(',', columns.Select(c => Csv.Cell(c.Value(row)))));
        }
    }

    private Task RecordAsync(Actor actor, WorkQuery query, ListFormat format, int rows, string digest, DateTimeOffset at, CancellationToken cancel)
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;
        var facts = none.Add("format", format.ToString().ToLowerInvariant()).Add("rows", rows.ToString(CultureInfo.InvariantCulture)).Add("sha256", digest);
        var hidden = none.Add("by", actor.PersonId).Add("query", query.ToString());
        return database.WriteAsync(async session =>
        {
            await evidence.RecordAsync(session, new("cases.list-exported", "export/" + Ids.New(at), 1, at,
                actor.Appointments.Count > 0 ? "office/" + actor.Appointments[0].OrganisationId : "person/" + actor.PersonId, facts, hidden));
            return 0;
        }, cancel);
    }
}
