using CsCheck;
using Xunit;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Notices.Delivering;
using Zhuangjin.Notices.Preferences;

namespace Zhuangjin.Notices.Tests;

/// <summary>When a mail leaves: whatever comes whenever.</summary>
public sealed class PlanTests
{
    private static readonly Gen<DateTimeOffset> Instants = Gen.Int[0, 3 * 24 * 60].Select(minutes => ChinaTime.At(new(2022, 8, 15), new(0, 0)).AddMinutes(minutes));

    private static readonly Gen<Preference> Wishes = Gen.Select(Gen.Bool, Gen.Int[0, 60], Instants).Select(w => Preference.Default with { MailMode = w.Item1 ? MailMode.AtOnce : MailMode.Digest, MailedAt = w.Item2 > 30 ? null : w.Item3 });

    [Fact]
    public void No_mail_leaves_in_the_past_within_the_gap_or_more_than_a_day_later() => Gen.Select(Gen.Bool, Wishes, Instants).Sample((urgent, wish, now) =>
    {
        wish = wish with { MailedAt = wish.MailedAt is { } last && last > now ? now : wish.MailedAt };
        var at = DeliveryPlan.MailAt(urgent, wish, now);
        Assert.InRange(at, now, now.AddDays(1));
        if (urgent || wish.MailMode == MailMode.AtOnce)
        {
            Assert.True(at - now <= DeliveryPlan.Gap);
            Assert.True(wish.MailedAt is not { } mailed || at - mailed >= DeliveryPlan.Gap);
        }
        else
        {
            Assert.Equal(DeliveryPlan.DigestAt, TimeOnly.FromDateTime(at.ToChina().DateTime));
        }
    });

    [Fact]
    public void Attempts_end_after_about_a_day()
    {
        var now = ChinaTime.At(new(2022, 8, 16), new(10, 0));
        var delivery = new Delivery("1", Channel.Webhook, "s", "m", "", now, now);
        var began = now;
        while (delivery.State == DeliveryState.Waiting)
        {
            delivery = DeliveryPlan.Failed(delivery, "503", final: false, now);
            Assert.True(delivery.State == DeliveryState.Dead || delivery.DueAt > now);
            now = delivery.DueAt;
        }
        Assert.InRange(now - began, TimeSpan.FromHours(20), TimeSpan.FromHours(30));
        Assert.Equal(DeliveryState.Dead, DeliveryPlan.Failed(delivery with { State = DeliveryState.Waiting, Attempts = 0 }, "410", final: true, now).State);
    }
}
