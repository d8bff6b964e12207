using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Ui.Components;

namespace Zhuangjin.Cases.Pages.Supervision;

/// <summary>How supervision's states look.</summary>
internal static class NoticeWords
{
    public static Tone Tone(SupervisionNotice notice, DateTimeOffset now) => notice.State switch
    {
        NoticeState.Closed => Ui.Components.Tone.Quiet,
        NoticeState.Answered => Ui.Components.Tone.Info,
        _ => now.ChinaDate() > notice.AnswerBy ? Ui.Components.Tone.Bad : Ui.Components.Tone.Warn,
    };

    public static Tone Tone(RatingTicket ticket, DateTimeOffset now) => ticket.State switch
    {
        TicketState.Closed => Ui.Components.Tone.Quiet,
        TicketState.Answered => Ui.Components.Tone.Info,
        _ => now.ChinaDate() > ticket.Due ? Ui.Components.Tone.Bad : Ui.Components.Tone.Warn,
    };

    public static Tone Tone(SatisfactionLevel level) => level switch
    {
        SatisfactionLevel.VerySatisfied or SatisfactionLevel.Satisfied => Ui.Components.Tone.Good,
        SatisfactionLevel.BasicallySatisfied => Ui.Components.Tone.Info,
        _ => Ui.Components.Tone.Bad,
    };

    public static Tone Tone(TimeBearer bearer) => bearer switch
    {
        TimeBearer.Office => Ui.Components.Tone.Bad,
        TimeBearer.Applicant => Ui.Components.Tone.Info,
        TimeBearer.Excluded => Ui.Components.Tone.Quiet,
        _ => Ui.Components.Tone.Good,
    };

    /// <summary>Days with one decimal.</summary>
    public static string Days(TimeSpan span) => span.TotalDays.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);

    public static string Days(long micros) => Days(TimeSpan.FromTicks(micros * 10));
}
