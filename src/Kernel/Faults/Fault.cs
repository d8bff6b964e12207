namespace Zhuangjin.Kernel.Faults;

/// <summary>One thing wrong with an input, said so that a person can mend it.</summary>
/// <param name="Field">Name of the input field, or "" when it concerns the whole request.</param>
/// <param name="Code">Text key of the message, e.g. "kernel.fault.uscc-check-digit"; also the stable code of the API.</param>
/// <param name="Args">Values to fill into the message by position ({0}, {1}, …).</param>
public sealed record Fault(string Field, string Code, params string[] Args)
{
    public override string ToString() => Args.Length == 0 ? $"{Field}: {Code}" : $"{Field}: {Code} ({string.Join(", ", Args)})";
}

/// <summary>Base of the refusals that a caller can act on. Web turns each into a page or problem+json; nothing was changed.</summary>
public abstract class RefusalException(string message, IReadOnlyList<Fault> faults) : Exception(message)
{
    public IReadOnlyList<Fault> Faults { get; } = faults;
}

/// <summary>The input is wrong; every fault is named (HTTP 422).</summary>
public sealed class InvalidInputException(IReadOnlyList<Fault> faults)
    : RefusalException(string.Join("; ", faults), faults)
{
    public InvalidInputException(string field, string code, params string[] args) : this([new Fault(field, code, args)]) { }
}

/// <summary>Somebody else was faster: the thing has changed since the caller saw it (HTTP 409). Names who and what, where known.</summary>
public sealed class ConflictException(string code, params string[] args) : RefusalException(code, [new Fault("", code, args)]);

/// <summary>The caller may not do this (HTTP 403), or must sign in first (401, decided by the host).</summary>
public sealed class DeniedException(string code, params string[] args) : RefusalException(code, [new Fault("", code, args)]);

/// <summary>There is no such thing, or none that the caller may know of (HTTP 404).</summary>
public sealed class NotFoundException(string code, params string[] args) : RefusalException(code, [new Fault("", code, args)]);
