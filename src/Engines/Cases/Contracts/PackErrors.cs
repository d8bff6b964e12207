namespace Zhuangjin.Cases.Contracts;

/// <summary>One thing wrong with a pack, said so that its writer can mend it.</summary>
/// <param name="File">Path within the pack.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record PackError(string File, int Line, int Column, string Message, string Remedy)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Message} {Remedy}";
}
