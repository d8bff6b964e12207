using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Pages.Worklist;

/// <summary>A worklist's filters as they stand in its address: they survive reloading, paging and sharing.</summary>
internal static class WorkAddress
{
    public static WorkQuery Read(IQueryCollection query) => new(
        MatterKey: Text(query, "matter"),
        Item: Text(query, "item"),
        Light: Enum.TryParse<Light>(Text(query, "light"), ignoreCase: true, out var light) && Enum.IsDefined(light) ? light : null,
        Mine: query["whose"] == "mine",
        Untaken: query["whose"] == "untaken",
        Search: Text(query, "q"),
        Order: Enum.TryParse<WorkOrder>(Text(query, "order"), ignoreCase: true, out var order) && Enum.IsDefined(order) ? order : WorkOrder.Due,
        Descending: query["desc"] == "1",
        After: Text(query, "after"),
        OrganisationId: Text(query, "office"));

    public static string Of(WorkQuery query)
    {
        var parts = new Dictionary<string, string?>(StringComparer.Ordinal);
        Add("matter", query.MatterKey);
        Add("item", query.Item);
        Add("light", query.Light?.ToString().ToLowerInvariant());
        Add("whose", query.Mine ? "mine" : query.Untaken ? "untaken" : null);
        Add("q", query.Search);
        Add("order", query.Order == WorkOrder.Due ? null : query.Order.ToString().ToLowerInvariant());
        Add("desc", query.Descending ? "1" : null);
        Add("office", query.OrganisationId);
        Add("after", query.After);
        return QueryHelpers.AddQueryString("/work", parts);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parts[name] = value;
            }
        }
    }

    public static bool IsNarrowed(WorkQuery query) =>
        query.MatterKey is not null || query.Item is not null || query.Light is not null || query.Mine || query.Untaken || query.Search is not null || query.OrganisationId is not null;

    private static string? Text(IQueryCollection query, string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;
}
