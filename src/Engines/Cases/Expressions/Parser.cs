using System.Globalization;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Expressions;

/// <summary>Compiles an expression of the closed language to closures: names, literals, and or not, comparisons, in [..], + - * /, present(), min(), max(), round().
/// A missing value makes arithmetic and comparisons give null; null is not true.</summary>
internal sealed class Parser
{
    private readonly Scope _scope;
    private readonly List<ExpressionFault> _faults;
    private readonly List<Token> _tokens;
    private int _at;

    private Parser(string source, Scope scope, List<ExpressionFault> faults)
    {
        _scope = scope;
        _faults = faults;
        _tokens = Lexer.Read(source, faults);
    }

    /// <summary>The compiled expression, or null with faults added.</summary>
    public static Expression? Compile(string source, Scope scope, Kind? wanted, List<ExpressionFault> faults)
    {
        var before = faults.Count;
        var parser = new Parser(source, scope, faults);
        var term = parser.Or();
        if (term is not null && parser.Now.Kind != TokenKind.End)
        {
            faults.Add(new(parser.Now.Column, $"'{parser.Now.Text}' comes too much.", "Join two conditions by 'and' or 'or'."));
        }
        if (term is not null && wanted is { } kind && term.Kind != kind)
        {
            faults.Add(new(1, $"This is {Words(term.Kind)}, but {Words(kind)} is needed here.", kind == Kind.Flag ? "Compare it with something, for example: area_m2 > 0." : $"Write an expression that gives {Words(kind)}."));
        }
        return faults.Count == before && term is not null ? new(source, term.Kind, term.Read) : null;
    }

    internal sealed record Term(Kind Kind, Func<Facts, object?> Read, int Column, Field? Field = null, string? Literal = null);

    private Token Now => _tokens[_at];

    private Term? Or() => Chain(And, "or", (a, b) => f => Truth.Or(a(f), b(f)));

    private Term? And() => Chain(Not, "and", (a, b) => f => Truth.And(a(f), b(f)));

    private Term? Chain(Func<Term?> part, string word, Func<Func<Facts, object?>, Func<Facts, object?>, Func<Facts, object?>> join)
    {
        var left = part();
        while (left is not null && Now.Text == word && Now.Kind == TokenKind.Word)
        {
            _at++;
            var right = part();
            if (right is null || !Is(left, Kind.Flag) || !Is(right, Kind.Flag))
            {
                return null;
            }
            left = new(Kind.Flag, join(left.Read, right.Read), left.Column);
        }
        return left;
    }

    private Term? Not()
    {
        if (Now is not { Kind: TokenKind.Word, Text: "not" })
        {
            return Comparison();
        }
        var column = Now.Column;
        _at++;
        var inner = Not();
        return inner is null || !Is(inner, Kind.Flag) ? null : new(Kind.Flag, f => Truth.Not(inner.Read(f)), column);
    }

    private Term? Comparison()
    {
        var left = Sum();
        if (left is null)
        {
            return null;
        }
        if (Now is { Kind: TokenKind.Word, Text: "in" })
        {
            _at++;
            return In(left);
        }
        if (Now.Kind != TokenKind.Sign)
        {
            return left;
        }
        var sign = Now;
        if (sign.Text is "==" or "&&" or "||")
        {
            _faults.Add(new(sign.Column, $"'{sign.Text}' is not of this language.", sign.Text switch { "==" => "Write '=' for equal.", "&&" => "Write 'and'.", _ => "Write 'or'." }));
            return null;
        }
        if (sign.Text is not ("=" or "!=" or "<" or "<=" or ">" or ">="))
        {
            return left;
        }
        _at++;
        var right = Sum();
        return right is null || !Comparable(left, right, sign) ? null : new(Kind.Flag, Operations.Compare(sign.Text, left.Read, right.Read), left.Column);
    }

    private Term? In(Term left)
    {
        if (!Take("["))
        {
            return null;
        }
        var column = Now.Column;
        var options = new List<Func<Facts, object?>>();
        do
        {
            var option = Sum();
            if (option is null || !Comparable(left, option, new(TokenKind.Sign, "=", column)))
            {
                return null;
            }
            options.Add(option.Read);
        }
        while (Skip(","));
        return Take("]") ? new(Kind.Flag, f => left.Read(f) is { } value ? options.Any(o => value.Equals(o(f))) : null, left.Column) : null;
    }

    private Term? Sum() => Arithmetic(Product, "+", "-");

    private Term? Product() => Arithmetic(Negation, "*", "/");

    private Term? Arithmetic(Func<Term?> part, string first, string second)
    {
        var left = part();
        while (left is not null && Now.Kind == TokenKind.Sign && (Now.Text == first || Now.Text == second))
        {
            var sign = Now;
            _at++;
            var right = part();
            if (right is null)
            {
                return null;
            }
            if (Operations.Calculate(sign.Text, left.Kind, right.Kind, left.Read, right.Read) is not var (kind, read))
            {
                _faults.Add(new(sign.Column, $"{Words(left.Kind)} and {Words(right.Kind)} do not go with '{sign.Text}'.", "Calculate with numbers; dates may be subtracted, and days added to a date."));
                return null;
            }
            left = new(kind, read, left.Column);
        }
        return left;
    }

    private Term? Negation()
    {
        if (Now is not { Kind: TokenKind.Sign, Text: "-" })
        {
            return Primary();
        }
        _at++;
        var inner = Negation();
        return inner is null || !Is(inner, Kind.Number) ? null : new(Kind.Number, f => inner.Read(f) is decimal n ? -n : null, inner.Column);
    }

    private Term? Primary()
    {
        var token = Now;
        _at += token.Kind == TokenKind.End ? 0 : 1;
        switch (token.Kind)
        {
            case TokenKind.Number when decimal.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number):
                object boxed = number;
                return new(Kind.Number, _ => boxed, token.Column);
            case TokenKind.Date when Expressions.Names.Read(Kind.Date, token.Text) is { } date:
                return new(Kind.Date, _ => date, token.Column);
            case TokenKind.Date or TokenKind.Number:
                return Fault(token, $"'{token.Text}' is no {(token.Kind == TokenKind.Date ? "day of the calendar" : "number that fits")}.", "Write a date as 2022-08-16, a number as 1200 or 0.5.");
            case TokenKind.Text:
                return new(Kind.Text, _ => token.Text, token.Column, Literal: token.Text);
            case TokenKind.Word when token.Text is "true" or "false":
                object flag = token.Text == "true";
                return new(Kind.Flag, _ => flag, token.Column);
            case TokenKind.Word when Now is { Kind: TokenKind.Sign, Text: "(" }:
                return Call(token);
            case TokenKind.Word:
                return Name(token);
            case TokenKind.Sign when token.Text == "(":
                var inner = Or();
                return inner is not null && Take(")") ? inner : null;
            default:
                return Fault(token, token.Kind == TokenKind.End ? "The expression breaks off." : $"'{token.Text}' cannot stand here.", "Write a name of the form, a number, a 'text', a date, or a condition in ( ).");
        }
    }

    private Term? Name(Token token)
    {
        if (Expressions.Names.Resolve(_scope, token.Text) is not var (kind, read))
        {
            var near = Nearest.Of(token.Text, _scope.Names);
            return Fault(token, $"There is no '{token.Text}' here.", near is null ? "Name a field of the form." : $"Did you mean '{near}'?");
        }
        return new(kind, read, token.Column, _scope.FieldOf(token.Text));
    }

    private Term? Call(Token name)
    {
        _at++;
        var arguments = new List<Term>();
        do
        {
            if (Or() is not { } argument)
            {
                return null;
            }
            arguments.Add(argument);
        }
        while (Skip(","));
        if (!Take(")"))
        {
            return null;
        }
        switch (name.Text, arguments)
        {
            case ("present", [var one]):
                return new(Kind.Flag, f => one.Read(f) is not null, name.Column);
            case ("min" or "max", [{ Kind: Kind.Number } a, { Kind: Kind.Number } b]):
                var least = name.Text == "min";
                return new(Kind.Number, f => a.Read(f) is decimal x && b.Read(f) is decimal y ? least ? Math.Min(x, y) : Math.Max(x, y) : null, name.Column);
            case ("round", [{ Kind: Kind.Number } a, { Kind: Kind.Number } b]):
                return new(Kind.Number, f => a.Read(f) is decimal x && b.Read(f) is decimal y and >= 0 and <= 28 ? Math.Round(x, (int)y, MidpointRounding.AwayFromZero) : null, name.Column);
            default:
                return Fault(name, $"There is no {name.Text}() of these arguments.", "Use present(field), min(a, b), max(a, b) or round(a, digits).");
        }
    }

    private bool Comparable(Term left, Term right, Token sign)
    {
        var ordered = sign.Text is not ("=" or "!=");
        if (left.Kind != right.Kind || (ordered && left.Kind is (Kind.Flag or Kind.Text)))
        {
            _faults.Add(new(sign.Column, $"{Words(left.Kind)} cannot be compared with {Words(right.Kind)} by '{sign.Text}'.", ordered ? "Order numbers or dates; use '=' and '!=' for texts and flags." : "Compare two things of one kind."));
            return false;
        }
        foreach (var (field, literal, column) in new[] { (left.Field, right.Literal, right.Column), (right.Field, left.Literal, left.Column) })
        {
            if (field is { Type: FieldType.Choice } && literal is not null && field.Choices.All(c => c.Key != literal))
            {
                _faults.Add(new(column, $"'{literal}' is no choice of '{field.Key}'.", $"Choose of: {string.Join(", ", field.Choices.Select(c => c.Key))}."));
                return false;
            }
        }
        return true;
    }

    private bool Is(Term term, Kind kind)
    {
        if (term.Kind == kind)
        {
            return true;
        }
        _faults.Add(new(term.Column, $"This is {Words(term.Kind)}, but {Words(kind)} is needed here.", kind == Kind.Flag ? "Compare it with something, for example: area_m2 > 0." : "Use a number."));
        return false;
    }

    private bool Skip(string sign)
    {
        if (Now.Kind != TokenKind.Sign || Now.Text != sign)
        {
            return false;
        }
        _at++;
        return true;
    }

    private bool Take(string sign)
    {
        if (Skip(sign))
        {
            return true;
        }
        _faults.Add(new(Now.Column, $"'{sign}' is missing here.", $"Write '{sign}'."));
        return false;
    }

    private Term? Fault(Token token, string message, string remedy)
    {
        _faults.Add(new(token.Column, message, remedy));
        return null;
    }

    private static string Words(Kind kind) => kind switch { Kind.Text => "a text", Kind.Number => "a number", Kind.Flag => "a condition", _ => "a date" };
}
