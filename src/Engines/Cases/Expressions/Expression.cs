using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Expressions;

/// <summary>What an expression may look at. The form's values are canonical texts; the state is null while there is only a draft.</summary>
internal readonly record struct Facts(IReadOnlyDictionary<string, string> Form, CaseState? State, Func<Facts, bool>? MaterialsComplete = null, Func<Facts, string, bool>? StepDone = null);

/// <summary>A compiled expression: closed, typed and total. It always gives a value or null ("not known"), and never throws.</summary>
/// <param name="Source">Its text, as the pack says it.</param>
internal sealed record Expression(string Source, Kind Kind, Func<Facts, object?> Evaluate)
{
    /// <summary>True only when it is known to be true.</summary>
    public bool Holds(Facts facts) => Evaluate(facts) is true;
}

/// <param name="Column">Where in the expression, from 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to write instead.</param>
internal sealed record ExpressionFault(int Column, string Message, string Remedy);
