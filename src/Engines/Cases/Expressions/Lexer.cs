using System.Text.RegularExpressions;

namespace Zhuangjin.Cases.Expressions;

internal enum TokenKind
{
    Number,
    Date,
    Text,
    Word,
    Sign,
    End,
}

/// <param name="Column">From 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Column);

/// <summary>Cuts an expression into tokens.</summary>
internal static partial class Lexer
{
    public static List<Token> Read(string source, List<ExpressionFault> faults)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (at < source.Length)
        {
            if (char.IsWhiteSpace(source[at]))
            {
                at++;
                continue;
            }
            var match = Pattern().Match(source, at);
            if (!match.Success)
            {
                faults.Add(source[at] is '\'' or '"'
                    ? new(at + 1, "This text has no closing quote.", "Close it with the same quote: 'workshop'.")
                    : new(at + 1, $"'{source[at]}' has no meaning here.", "Use names, numbers, 'texts', dates like 2022-08-16, and the signs = != < <= > >= + - * / ( ) [ ] , and or not in."));
                at++;
                continue;
            }
            var kind = match.Groups["date"].Success ? TokenKind.Date
                : match.Groups["number"].Success ? TokenKind.Number
                : match.Groups["text"].Success ? TokenKind.Text
                : match.Groups["word"].Success ? TokenKind.Word
                : TokenKind.Sign;
            tokens.Add(new(kind, kind == TokenKind.Text ? match.Value[1..^1] : match.Value, at + 1));
            at += match.Length;
        }
        tokens.Add(new(TokenKind.End, "", source.Length + 1));
        return tokens;
    }

    [GeneratedRegex("""\G(?:(?<date>\d{4}-\d{2}-\d{2})|(?<number>\d+(?:\.\d+)?)|(?<text>'[^']*'|"[^"]*")|(?<word>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)|(?<sign><=|>=|!=|==|&&|\|\||[-+*/=<>(),\[\]]))""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pattern();
}
