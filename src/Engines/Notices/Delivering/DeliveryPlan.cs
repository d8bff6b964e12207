using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Notices.Preferences;

namespace Zhuangjin.Notices.Delivering;

/// <summary>By which ways a notice leaves the house, and when: pure. A person gets a digest, never a flood.</summary>
internal sealed class DeliveryPlan(MailSettings mail, ShortMessageSettings shortMessages)
{
    /// <summary>Between two mails to one person; what comes in between goes together.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMinutes(15);

    /// <summary>When the day's digest leaves, China time.</summary>
    public static readonly TimeOnly DigestAt = new(17, 0);

    /// <summary>Between the attempts at one delivery; after the last one it is dead.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(16),
    ];

    public IEnumerable<Delivery> Of(string message, NewNotice notice, Preference wish, DateTimeOffset now)
    {
        if (mail.Server is not null && wish.Mail is not null && wish.MailMode != MailMode.None)
        {
            yield return new(Ids.New(now), Channel.Mail, notice.PersonId, message, "", now, MailAt(notice.Urgent, wish, now));
        }
        if (shortMessages.Gateway is not null && wish.Mobile is not null && notice.Urgent)
        {
            yield return new(Ids.New(now), Channel.ShortMessage, notice.PersonId, message, "", now, now);
        }
    }

    /// <summary>Urgent ones and those of people who want them at once: now, but not within <see cref="Gap"/> of the last mail. Others with the day's digest.</summary>
    public static DateTimeOffset MailAt(bool urgent, Preference wish, DateTimeOffset now)
    {
        if (urgent || wish.MailMode == MailMode.AtOnce)
        {
            return wish.MailedAt is { } last && last + Gap > now ? last + Gap : now;
        }
        var today = ChinaTime.At(now.ChinaDate(), DigestAt);
        return now < today ? today : today.AddDays(1);
    }

    /// <summary>The delivery after an attempt in vain.</summary>
    /// <param name="final">True when the other side said that it will never take it.</param>
    public static Delivery Failed(Delivery delivery, string error, bool final, DateTimeOffset now)
    {
        var attempts = delivery.Attempts + 1;
        return final || attempts > Pauses.Count
            ? delivery with { Attempts = attempts, State = DeliveryState.Dead, Error = error, EndedAt = now }
            : delivery with { Attempts = attempts, DueAt = now + Pauses[(int)attempts - 1], Error = error };
    }
}
