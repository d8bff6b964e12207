using System.Globalization;
using Microsoft.AspNetCore.Http;
using Zhuangjin.Evidence.Deposits.Recording;
using Zhuangjin.Kernel.Faults;
using DepositCursor = Zhuangjin.Evidence.Deposits.Searching.DepositsPage.Cursor;
using DepositQuery = Zhuangjin.Evidence.Deposits.Searching.DepositsPage.Criteria;

namespace Zhuangjin.Evidence.Deposits.Searching;

/// <summary>What somebody looks for, from an address: department, scene, from, to (yyyy-MM-dd, China), digest, before.</summary>
internal static class SearchReading
{
    /// <summary>The parts of the address, as typed.</summary>
    internal sealed record Asked(string? Department, string? Scene, string? From, string? To, string? Digest, string? Before)
    {
        public static Asked Of(IQueryCollection query) => new(query["department"], query["scene"], query["from"], query["to"], query["digest"], query["before"]);
    }

    public static (DepositQuery Query, IReadOnlyList<Fault> Faults) Read(Asked asked)
    {
        var faults = new List<Fault>();
        static string? Text(string? typed) => typed?.Trim() is { Length: > 0 } text ? text : null;
        DateOnly? Day(string name, string? typed)
        {
            if (Text(typed) is not { } text)
            {
                return null;
            }
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9999)
            {
                return day;
            }
            faults.Add(new(name, "evidence.deposit.fault.day"));
            return null;
        }

        var digest = Text(asked.Digest)?.Replace(" ", "", StringComparison.Ordinal);
        if (digest is not null && !DepositJudgement.IsDigest(digest))
        {
            faults.Add(new("digest", "evidence.deposit.fault.digest"));
            digest = null;
        }
        return (new(Text(asked.Department), Text(asked.Scene), Day("from", asked.From), Day("to", asked.To), digest?.ToLowerInvariant(), DepositCursor.Parse(Text(asked.Before))), faults);
    }
}
