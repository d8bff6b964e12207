using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Evidence.Check;

/// <summary>Collects what is wrong, in the order in which it is found.</summary>
internal sealed class Findings
{
    private readonly List<LogFinding> _all = [];

    public IReadOnlyList<LogFinding> All => _all;

    public bool IsFull => _all.Count >= LogCheckReport.MostFindings;

    public void Add(string place, string code, params string[] args)
    {
        if (!IsFull)
        {
            _all.Add(new(place, new("", "evidence.check." + code, args)));
        }
    }

    public void AddAll(IEnumerable<LogFinding> findings) => _all.AddRange(findings.Take(LogCheckReport.MostFindings - _all.Count));
}
