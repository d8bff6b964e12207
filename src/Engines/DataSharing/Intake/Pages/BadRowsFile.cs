using System.Text;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Intake.Reading;
using Zhuangjin.DataSharing.Intake.Runs;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.DataSharing.Intake.Pages;

/// <summary>The bad rows of a run as CSV: line and reason, then the original columns. Mended, it may be brought again as it is.</summary>
internal static class BadRowsFile
{
    private const int AtOnce = 1000;

    public static async Task WriteAsync(Stream to, IntakeRun run, Description entry, IntakeRunStore store, Phrases texts, CancellationToken cancel)
    {
        // With its mark, for without it Excel takes UTF-8 for the local encoding.
        await using var file = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        await file.WriteLineAsync(Line([texts["sharing.intake.row"], texts["sharing.intake.reason"], .. run.Shape.Headings]).AsMemory(), cancel);
        for (long after = 0; ;)
        {
            var rows = await store.BadAsync(run.Id, after, AtOnce, cancel);
            foreach (var row in rows)
            {
                await file.WriteLineAsync(Line([Bounds.Text(row.Line), Reasons(row, entry, texts), .. row.Cells]).AsMemory(), cancel);
            }
            if (rows.Count < AtOnce)
            {
                return;
            }
            after = rows[^1].Line;
        }
    }

    /// <summary>What is wrong with a row, in words.</summary>
    public static string Reasons(BadRow row, Description entry, Phrases texts) =>
        string.Join(texts["sharing.intake.and"], row.Reasons.Select(r => r.Item.Length == 0 ? texts[r.Reason] : texts["sharing.intake.at", entry.Find(r.Item)?.Name.In(texts.Language) ?? r.Item, texts[r.Reason]]));

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(c => c.AsSpan().ContainsAny(",\"\r\n") ? $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : c));
}
