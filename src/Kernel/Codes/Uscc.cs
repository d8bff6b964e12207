using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Kernel.Codes;

/// <summary>The unified social credit code of organisations (统一社会信用代码, GB 32100-2015): 18 characters.</summary>
/// <remarks>Registering authority (1), kind (1), division of the authority (6), organisation's own code after GB 11714 (9), check character (1).</remarks>
public static class Uscc
{
    /// <summary>Digits and capital letters without I, O, S, V and Z; the place of a character is its value.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private const int Length = 18;

    /// <summary>Trims and writes letters as capitals: how a code is stored.</summary>
    public static string Normalise(string? text) => (text ?? "").Trim().ToUpperInvariant();

    public static bool IsValid(string? text) => Check("", text) is null;

    /// <summary>What is wrong with a code for <paramref name="field"/>, the first fault from the left; null when nothing is.</summary>
    public static Fault? Check(string field, string? text)
    {
        var code = Normalise(text);
        if (code.Length != Length)
        {
            return new(field, "kernel.fault.uscc-length", Digits.Text(code.Length));
        }
        if (code.AsSpan().IndexOfAnyExcept(Alphabet) is var at and >= 0)
        {
            return new(field, "kernel.fault.uscc-character", code[at].ToString(), Digits.Text(at + 1));
        }
        if (Digits.FirstOther(code.AsSpan(2, 6)) is { } digit)
        {
            return new(field, "kernel.fault.uscc-character", code[2 + digit].ToString(), Digits.Text(3 + digit));
        }
        return CheckCharacter(code) == code[^1] ? null : new(field, "kernel.fault.uscc-check-digit");
    }

    /// <summary>Adds the check character to the first 17.</summary>
    public static string Complete(string first17) => first17.Length == Length - 1
        ? first17 + CheckCharacter(first17)
        : throw new ArgumentException($"The code before its check character has 17 characters, not {first17.Length}.", nameof(first17));

    /// <summary>GB 32100-2015, 5.3: weights 3^(i-1) mod 31, complement to 31.</summary>
    private static char CheckCharacter(ReadOnlySpan<char> code)
    {
        var sum = 0;
        var weight = 1;
        foreach (var character in code[..(Length - 1)])
        {
            sum += Alphabet.IndexOf(character) * weight;
            weight = weight * 3 % 31;
        }
        return Alphabet[(31 - (sum % 31)) % 31];
    }
}
