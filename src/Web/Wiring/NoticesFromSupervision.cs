using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Security.Contracts;
using NewNotice = Zhuangjin.Notices.Contracts.NewNotice;

namespace Zhuangjin.Web.Wiring;

/// <summary>督办 and 好差评: the office hears of a notice, a record and a bad rating; the supervisor of the answer; the applicant that he may rate again.</summary>
internal sealed class NoticesFromSupervision(ISupervisionOccurrences supervision, IAudience audience, IOrganisations organisations, NoticeWords words, TimeProvider time) : INoticeSource
{
    private const string NoticePrefix = "notice/";
    private const string RatingPrefix = "rating/";

    private static readonly string[] Staff = [Roles.Head, Roles.Approver, Roles.Reviewer, Roles.WindowClerk, Roles.Surveyor, Roles.Registrar];

    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal)
    {
        "cases.notice-issued", "cases.notice-answered", "cases.notice-closed", "cases.accountability-recorded", "cases.tolerance-recorded",
        "cases.rated", "cases.rating-answered", "cases.rating-closed",
    };

    public bool Wants(string type) => Wanted.Contains(type);

    public async Task<IReadOnlyList<NewNotice>> AboutAsync(SealedEvent happened, CancellationToken cancel = default) => happened.Type switch
    {
        "cases.notice-issued" or "cases.notice-answered" or "cases.notice-closed" => await OfNoticeAsync(happened, cancel),
        "cases.accountability-recorded" => await ToOfficeAsync(happened, "supervision.accountability", [Roles.Head], urgent: true, "/supervision/notices", cancel),
        "cases.tolerance-recorded" => await ToOfficeAsync(happened, "supervision.tolerance", [Roles.Head], urgent: false, "/supervision/notices", cancel),
        // Only a bad rating has a day by which it must be answered.
        "cases.rated" when happened.Facts.ContainsKey("answerBy") => await ToOfficeAsync(happened, "rating.bad", Staff, urgent: true, "/satisfaction/tickets/" + Id(happened, RatingPrefix), cancel),
        "cases.rating-answered" => await OfAnswerAsync(happened, cancel),
        "cases.rating-closed" => await OfRatingAsync(happened, cancel),
        _ => [],
    };

    private async Task<IReadOnlyList<NewNotice>> OfNoticeAsync(SealedEvent happened, CancellationToken cancel)
    {
        if (await supervision.NoticeAsync(Id(happened, NoticePrefix), cancel) is not { } notice)
        {
            return [];
        }
        var href = "/supervision/notices/" + notice.Id;
        var answered = happened.Type == "cases.notice-answered";
        IEnumerable<string> people = answered ? [notice.IssuedBy] : await audience.AppointedAsync(notice.OrganisationId, happened.Type == "cases.notice-issued" ? Staff : [Roles.Head], cancel);
        var text = happened.Type["cases.notice-".Length..];
        return [.. people.Distinct(StringComparer.Ordinal).Select(p => words.To(
            p, "supervision." + text, text == "issued", href, language => [notice.Number, notice.Subject, notice.AnswerBy.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Name(notice.OrganisationId, language)]))];
    }

    private async Task<IReadOnlyList<NewNotice>> ToOfficeAsync(SealedEvent happened, string text, string[] roles, bool urgent, string href, CancellationToken cancel)
    {
        if (happened.Facts.GetValueOrDefault("office") is not { } office)
        {
            return [];
        }
        var people = await audience.AppointedAsync(office, roles, cancel);
        return [.. people.Select(p => words.To(p, text, urgent, href, language => [happened.Facts.GetValueOrDefault("number", ""), happened.Facts.GetValueOrDefault("answerBy", ""), Name(office, language)]))];
    }

    private async Task<IReadOnlyList<NewNotice>> OfAnswerAsync(SealedEvent happened, CancellationToken cancel)
    {
        if (happened.Facts.GetValueOrDefault("office") is not { } office || organisations.Resolve("supervision", office) is not { } above)
        {
            return [];
        }
        var people = await audience.AppointedAsync(above.Id, [Roles.Supervisor], cancel);
        return [.. people.Select(p => words.To(p, "rating.answered", urgent: false, "/satisfaction/tickets/" + Id(happened, RatingPrefix), language => [Name(office, language)]))];
    }

    /// <summary>The applicant is asked again; who rated by a code without a name cannot be found, and is not looked for.</summary>
    private async Task<IReadOnlyList<NewNotice>> OfRatingAsync(SealedEvent happened, CancellationToken cancel)
    {
        if (await supervision.RatingAsync(Id(happened, RatingPrefix), cancel) is not { } rated || rated.Rating.Channel == "qr")
        {
            return [];
        }
        var people = await audience.SpeakersAsync(rated.State.Applicant.Id, rated.State.MatterKey, time.GetUtcNow().ChinaDate(), cancel);
        return [.. people.Select(p => words.To(p, "rating.closed", urgent: false, $"/cases/{rated.State.Id}/rating", language => [rated.Matter.Title.In(language), rated.State.Number]))];
    }

    private string Name(string organisation, string language) => organisations.Find(organisation)?.Name.In(language) ?? "";

    private static string Id(SealedEvent happened, string prefix) => happened.Stream.StartsWith(prefix, StringComparison.Ordinal) ? happened.Stream[prefix.Length..] : "";
}
