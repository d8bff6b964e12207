using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Deciding;

namespace Zhuangjin.Cases.Running;

/// <summary>Asks the ports that a decision needs, all at once: the applicant waits for the slowest, not for their sum.</summary>
internal sealed class CheckPorts(IEnumerable<ICaseChecks> ports)
{
    private readonly Dictionary<string, ICaseChecks> _ports = ports.ToDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>Names of all that can be asked.</summary>
    public IReadOnlyCollection<string> Names => _ports.Keys;

    /// <returns>By "{item}.{check}", the answers had before among them.</returns>
    public async Task<IReadOnlyDictionary<string, CheckAnswer>> AnswerAsync(IReadOnlyDictionary<string, CheckAnswer> before, IReadOnlyList<CheckQuestion> questions, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(questions.Select(q => Port(q.Port).AnswerAsync(q, cancel)));
        var all = new Dictionary<string, CheckAnswer>(before, StringComparer.Ordinal);
        for (var i = 0; i < questions.Count; i++)
        {
            all[Checking.KeyOf(questions[i].Item, questions[i].Check)] = answers[i];
        }
        return all;
    }

    private ICaseChecks Port(string name) => _ports.GetValueOrDefault(name)
        ?? throw new InvalidOperationException($"No part of this node answers the checks '{name}'. Switch on the scenario that does; running cases keep asking for it.");
}
