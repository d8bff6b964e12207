using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Supervision.Bulletins;

/// <summary>The words of a bulletin on paper and in the workbook: Chinese, the language of record.</summary>
internal sealed class BulletinWords(PhraseBook phrases, MatterLibrary matters)
{
    private const decimal MicrosADay = 86_400_000_000m;

    public string Say(string key, params object?[] args) => phrases.Say("zh", "cases.supervise.print." + key, args);

    public string Month(BulletinHead head) => head.Month.ToString("yyyy年M月", CultureInfo.InvariantCulture);

    /// <summary>〔2022〕第1期, with its version from the second on.</summary>
    public string Number(BulletinHead head)
    {
        var parts = head.Number.Split('-');
        var number = Say("number", parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
        return head.Version == 1 ? number : number + Say("version", head.Version);
    }

    public string Matter(string key) => matters.Current(key)?.Title.In("zh") ?? key;

    public string Item(string matter, string item) => matters.Current(matter)?.Items.FirstOrDefault(i => i.Key == item)?.Title.In("zh") ?? item;

    public string Office(BulletinData data, string id) => data.Names.GetValueOrDefault(id, id);

    /// <summary>Days with one decimal.</summary>
    public static string Days(long micros) => Math.Round(micros / MicrosADay, 1).ToString("0.#", CultureInfo.InvariantCulture);

    public static string Rate(decimal? rate) => rate is null ? "—" : rate.Value.ToString("0.#", CultureInfo.InvariantCulture) + "%";

    /// <summary>The summary in a few sentences, as a bulletin begins.</summary>
    public IReadOnlyList<string> Summary(Bulletin bulletin)
    {
        var n = bulletin.Numbers;
        return
        [
            Say("summary.cases", Month(bulletin.Head), n.Submitted, n.Ended, Rate(n.OnTimeRate)),
            Say("summary.late", n.Overdue.Count, n.Deemed.Count, n.Refused.Count),
            Say("summary.time", Days(n.OfficeTime), Days(n.ApplicantTime), Days(n.ExcludedTime)),
            Say("summary.records", bulletin.Data.Notices.Length, bulletin.Data.Notices.Count(x => !x.Answered), bulletin.Data.Records.Count(r => r.Kind == nameof(RecordKind.Accountability)), bulletin.Data.Records.Count(r => r.Kind == nameof(RecordKind.Tolerance))),
            n.Ratings.All == 0 ? Say("summary.no-ratings") : Say("summary.ratings", n.Ratings.All, Rate(n.Ratings.Rate), n.Ratings.Dissatisfied + n.Ratings.VeryDissatisfied, bulletin.Data.Ratings.Count(r => r.Followed == "closed")),
        ];
    }

    /// <summary>The tables, alike on paper and in the workbook: title, heads, rows.</summary>
    public IReadOnlyList<BulletinSheet> Sheets(Bulletin bulletin)
    {
        var (data, n) = (bulletin.Data, bulletin.Numbers);
        return
        [
            new("offices", Say("offices"), [Say("rank"), Say("office"), Say("done"), Say("done-late"), Say("on-time"), Say("open"), Say("overdue"), Say("deemed"), Say("lost-days"), Say("unanswered"), Say("rating")],
                [.. n.Offices.Select(o => (IReadOnlyList<object?>)[o.Rank, o.Name, o.Done, o.DoneLate, Rate(o.OnTimeRate), o.Open, o.Overdue, o.Deemed, Number(o.LostTime), o.Unanswered, Rate(o.Ratings.Rate)])],
                [5, 19, 6, 6, 8, 6, 8, 8, 8, 8, 8]),
            new("overdue", Say("overdue-list"), [Say("case"), Say("matter"), Say("item"), Say("office"), Say("due"), Say("days-over")],
                [.. n.Overdue.Select(o => (IReadOnlyList<object?>)[o.Case.Number, Matter(o.Case.Matter), Item(o.Case.Matter, o.Item.Item), Office(data, o.Item.Office), o.Item.Due, o.Item.DaysOver])],
                [19, 20, 15, 20, 10, 7]),
            new("deemed", Say("deemed-list"), [Say("case"), Say("matter"), Say("item"), Say("liable"), Say("due")],
                [.. n.Deemed.Select(o => (IReadOnlyList<object?>)[o.Case.Number, Matter(o.Case.Matter), Item(o.Case.Matter, o.Item.Item), Office(data, o.Item.Office), o.Item.Due])],
                [19, 22, 16, 22, 10]),
            new("refused", Say("refused-list"), [Say("case"), Say("matter"), Say("office"), Say("reason")],
                [.. n.Refused.Select(c => (IReadOnlyList<object?>)[c.Number, Matter(c.Matter), Office(data, c.RefusedBy!), c.Refusal])],
                [19, 20, 20, 34]),
            new("notices", Say("notices"), [Say("notice"), Say("office"), Say("subject"), Say("answer-by"), Say("answered"), Say("cause")],
                [.. data.Notices.Select(x => (IReadOnlyList<object?>)[x.Number, Office(data, x.Office), x.Subject, x.AnswerBy, Say(x.Answered ? x.AnsweredLate ? "answered-late" : "answered-yes" : "answered-no"), x.Cause is null ? "" : Phrase("cases.supervise.cause." + x.Cause)])],
                [16, 18, 28, 10, 9, 12]),
            new("records", Say("records"), [Say("record"), Say("kind"), Say("office"), Say("subject"), Say("measure"), Say("basis"), Say("decided-by")],
                [.. data.Records.Select(r => (IReadOnlyList<object?>)[r.Number, Phrase("cases.supervise.kind." + r.Kind), Office(data, r.Office), r.Subject, r.Measure is null ? "" : Phrase("cases.supervise.measure." + r.Measure), r.Basis, $"{r.DecidedBy} {r.DecidedOn}"])],
                [14, 7, 15, 18, 9, 22, 14]),
        ];
    }

    /// <summary>Every case that was counted: what the numbers are made of.</summary>
    public BulletinSheet Cases(Bulletin bulletin) => new("cases", Say("cases"), [Say("case"), Say("matter"), Say("submitted"), Say("ended"), Say("elapsed"), Say("in-time-days"), Say("office-days"), Say("applicant-days"), Say("excluded-days")],
        [.. bulletin.Data.Cases.Select(c => (IReadOnlyList<object?>)[c.Number, Matter(c.Matter), Say(c.Submitted ? "yes" : "no"), Say(c.Ended ? c.EndedLate ? "yes-late" : "yes" : "no"), Number(c.Elapsed), Number(c.InTime), Number(c.Office), Number(c.Applicant), Number(c.Excluded)])],
        [19, 24, 8, 8, 8, 8, 8, 8, 8]);

    public string Phrase(string key) => phrases.Say("zh", key, []);

    private static decimal Number(long micros) => Math.Round(micros / MicrosADay, 1);
}

/// <param name="Widths">Of the columns, as parts of the page.</param>
internal sealed record BulletinSheet(string Key, string Title, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<object?>> Rows, IReadOnlyList<double> Widths);
