using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Sharing.Requests;

/// <summary>Decides over requests: pure, by the description that was asked for.</summary>
internal static class RequestRules
{
    public const int MostDays = 1096;

    public const int MostRecords = 10_000_000;

    /// <summary>What is wrong with a request; empty when it can be put.</summary>
    public static IReadOnlyList<Fault> Check(NewShareRequest asked, Description description)
    {
        var faults = new List<Fault>();
        if (description.Origin is not null)
        {
            faults.Add(new("resource", "sharing.harvest.fault.data-there"));
        }
        if (asked.RecipientId == description.ProviderId)
        {
            faults.Add(new("resource", "sharing.request.fault.own"));
        }
        Length("purpose", asked.Purpose, 6, 200);
        var personal = asked.Items.Any(i => description.Find(i.Key) is { Sensitivity: >= Sensitivity.Personal });
        // State organs handle personal information only to carry out duties that a law gives them (Personal Information Protection Law, art. 34).
        if (personal || description.Sharing == SharingClass.Conditional || asked.Basis.Length > 0)
        {
            Length("basis", asked.Basis, 4, 200);
        }
        if (asked.Items.IsEmpty)
        {
            faults.Add(new("items", "sharing.request.fault.no-items"));
        }
        foreach (var item in asked.Items)
        {
            if (description.Find(item.Key) is not { } known)
            {
                faults.Add(new("items", "sharing.request.fault.no-item", item.Key));
            }
            else if (!Masks.Fits(item.Mask, known.Type))
            {
                faults.Add(new("items", "sharing.request.fault.mask", known.Name.ToString()));
            }
        }
        if (asked.Items.GroupBy(i => i.Key, StringComparer.Ordinal).Any(g => g.Count() > 1))
        {
            faults.Add(new("items", "sharing.request.fault.twice"));
        }
        Range("days", asked.Days, MostDays);
        Range("quota", asked.DailyQuota, MostRecords);
        faults.AddRange(RowFilters.Check(asked.Rows, description));
        return faults;

        void Length(string field, string text, int least, int most)
        {
            if (text.Trim().Length < least || text.Length > most)
            {
                faults.Add(new(field, "sharing.request.fault.length", $"{least}", $"{most}"));
            }
        }

        void Range(string field, int number, int most)
        {
            if (number < 1 || number > most)
            {
                faults.Add(new(field, "sharing.request.fault.range", "1", $"{most}"));
            }
        }
    }

    /// <summary>What follows from the sharing class alone.</summary>
    public static (ShareRequestState State, string? Answer) AtOnce(Description description) => description.Sharing switch
    {
        SharingClass.Unconditional => (ShareRequestState.Granted, null),
        SharingClass.Conditional => (ShareRequestState.Pending, null),
        SharingClass.Withheld => (ShareRequestState.Refused, description.Basis),
        _ => throw new ArgumentOutOfRangeException(nameof(description)),
    };

    /// <summary>The grant that answers a request.</summary>
    public static Grant GrantFor(ShareRequest request, string id, DateTimeOffset at, DateOnly today) => new(
        id, request.Id, request.Asked.Resource, request.Description, request.ProviderId, request.Asked.RecipientId, request.Asked.Purpose.Trim(), request.Asked.Basis.Trim(),
        [.. request.Asked.Items], request.Asked.Rows, request.Asked.DailyQuota, at, today.AddDays(request.Asked.Days - 1));

    /// <summary>Why the grant gives nothing on this day, as a text key; null while it stands.</summary>
    public static string? Ended(Grant grant, DateOnly today) =>
        grant.RevokedAt is not null ? "sharing.grant.fault.revoked"
        : today > grant.Until ? "sharing.grant.fault.expired"
        : null;
}
