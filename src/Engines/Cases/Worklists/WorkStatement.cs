using System.Globalization;
using System.Text;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Storage;

namespace Zhuangjin.Cases.Worklists;

/// <summary>Builds the query of one page of work. Each way of listing reads an index from where the last page ended, so the length of the list does not matter.</summary>
internal sealed class WorkStatement
{
    /// <summary>Beyond this many offices the list is read in its order and filtered by office, for then most rows are wanted anyway.</summary>
    private const int MostMerged = 48;

    private const string Columns = "case_id, item, matter, organisation, number, subject, applicant_name, holder, received, submitted_at, due, expires_at, amber_at, basis, provisional, paused";

    private readonly List<object?> _args = [];

    public object?[] Args => [.. _args];

    /// <param name="holders">The actor and the colleagues on leave whose work he does.</param>
    /// <param name="offices">Organisations whose work the actor may see; never empty.</param>
    /// <param name="paths">The same as the paths below which they lie.</param>
    /// <param name="cases">Only work of these cases, when a search has found them already.</param>
    /// <param name="take">Rows wanted.</param>
    /// <param name="count">Up to how many rows the list's length is counted beside the page, in its last column; 0 for no counting.</param>
    /// <remarks>Page, versions and length are one statement: on PostgreSQL each costs a way there and back and a plan.</remarks>
    public string Page(WorkQuery query, IReadOnlyList<string> holders, IReadOnlyList<string> offices, IReadOnlyList<string> paths, IReadOnlyList<string>? cases, long now, WorkCursor? after, int take, int count)
    {
        var (_, direction) = query.Descending ? ("<", "desc") : (">", "asc");
        var rows = Rows(query, holders, offices, paths, cases, now, after, take);
        var length = count == 0 ? "cast(0 as bigint)" : $"({Count(query, holders, offices, paths, cases, now, count)})";
        return $"select page.*, (select c.version from cases_case c where c.id = page.case_id) as version, {length} as length from ({rows}) as page order by {KeyOf(query.Order)} {direction}, case_id {direction}, item {direction}";
    }

    private string Rows(WorkQuery query, IReadOnlyList<string> holders, IReadOnlyList<string> offices, IReadOnlyList<string> paths, IReadOnlyList<string>? cases, long now, WorkCursor? after, int take)
    {
        var key = KeyOf(query.Order);
        var (compare, direction) = query.Descending ? ("<", "desc") : (">", "asc");
        var filter = Filter(query, holders, now);
        if (after is not null)
        {
            object last = query.Order == WorkOrder.Number ? after.Key : after.Number;
            filter += $" and ({key}, case_id, item) {compare} ({Arg(last)}, {Arg(after.CaseId)}, {Arg(after.Item)})";
        }
        var order = $"order by {key} {direction}, case_id {direction}, item {direction} limit {take.ToString(CultureInfo.InvariantCulture)}";
        if (cases is not null)
        {
            return $"select {Columns} from cases_item where open = 1{In(cases)}{filter}{Under(paths)} {order}";
        }
        if (query.Mine || query.Order == WorkOrder.Due && offices.Count > MostMerged)
        {
            return $"select {Columns} from cases_item where open = 1{filter}{Under(paths)} {order}";
        }
        if (offices.Count > MostMerged)
        {
            return $"select {Columns} from cases_item where open = 1{filter} and organisation in ({string.Join(", ", offices.Select(o => Arg(o)))}) {order}";
        }
        var one = offices.Select(o => $"select * from (select {Columns} from cases_item where open = 1 and organisation = {Arg(o)}{filter} {order}) as one");
        return offices.Count == 1 ? string.Join("", one) : $"select * from ({string.Join(" union all ", one)}) as merged {order}";
    }

    /// <summary>Counts up to <paramref name="most"/> rows.</summary>
    /// <remarks>In the order of the page's index, though a count needs none: without it PostgreSQL gathers all open rows before it takes the first, so that the count grows with the list.</remarks>
    private string Count(WorkQuery query, IReadOnlyList<string> holders, IReadOnlyList<string> offices, IReadOnlyList<string> paths, IReadOnlyList<string>? cases, long now, int most)
    {
        var filter = Filter(query, holders, now);
        var limit = most.ToString(CultureInfo.InvariantCulture);
        if (cases is not null)
        {
            return $"select count(*) from (select 1 from cases_item where open = 1{In(cases)}{filter}{Under(paths)} limit {limit}) as counted";
        }
        if (query.Mine || offices.Count > MostMerged)
        {
            return $"select count(*) from (select 1 from cases_item where open = 1{filter}{Under(paths)} order by expires_at, case_id, item limit {limit}) as counted";
        }
        var one = offices.Select(o => $"select * from (select 1 from cases_item where open = 1 and organisation = {Arg(o)}{filter} order by expires_at, case_id, item limit {limit}) as one");
        return $"select count(*) from (select * from ({string.Join(" union all ", one)}) as each_office limit {limit}) as counted";
    }

    public static string KeyOf(WorkOrder order) => order switch { WorkOrder.Submitted => "submitted_at", WorkOrder.Number => "number", _ => "expires_at" };

    private string Filter(WorkQuery query, IReadOnlyList<string> holders, long now)
    {
        var filter = new StringBuilder();
        if (query.MatterKey is { } matter)
        {
            filter.Append($" and matter = {Arg(matter)}");
        }
        if (query.Item is { } item)
        {
            filter.Append($" and item = {Arg(item)}");
        }
        if (query.Mine)
        {
            filter.Append(holders.Count == 1 ? $" and holder = {Arg(holders[0])}" : $" and holder in ({string.Join(", ", holders.Select(h => Arg(h)))})");
        }
        else if (query.Untaken)
        {
            filter.Append(" and holder is null");
        }
        filter.Append(query.Light switch
        {
            Light.Red => $" and expires_at <= {Arg(now)}",
            Light.Amber => $" and amber_at <= {Arg(now)} and expires_at > {Arg(now)}",
            Light.Green => $" and amber_at > {Arg(now)} and paused = 0",
            Light.Paused => " and paused = 1",
            Light.Met or Light.Missed => " and 1 = 0",
            _ => "",
        });
        return filter.ToString();
    }

    private string In(IReadOnlyList<string> cases) => $" and case_id in ({string.Join(", ", cases.Select(c => Arg(c)))})";

    private string Under(IReadOnlyList<string> paths) =>
        $" and ({string.Join(" or ", paths.Select(p => $"path >= {Arg(p)} and path < {Arg(p + "\U0010FFFF")}"))})";

    private string Arg(object value)
    {
        _args.Add(value);
        return "$" + _args.Count.ToString(CultureInfo.InvariantCulture);
    }
}
