using Microsoft.AspNetCore.Http;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>Who may operate the log. Asked by this engine, answered by the host from the platform's rights.</summary>
public interface ILogOperators
{
    /// <summary>The operator who makes this request.</summary>
    /// <exception cref="DeniedException">Nobody is signed in, or he may not operate the log.</exception>
    ValueTask<LogOperator> RequireAsync(HttpContext http);
}

/// <param name="PersonId">The person; goes into private fields only.</param>
/// <param name="Actor">As events name the actor: "office/{organisation id}".</param>
public sealed record LogOperator(string PersonId, string Actor);

/// <summary>Finds people and parties by what an operator knows of them. Asked by this engine, answered by the host.</summary>
public interface IErasureSubjects
{
    /// <summary>Subjects that fit: by identity number, unified social credit code, or case number. Empty when none does.</summary>
    Task<IReadOnlyList<ErasureSubject>> FindAsync(string query, CancellationToken cancel = default);
}

/// <param name="Id">Opaque id, as <see cref="EvidenceEvent.Subject"/> gives it; or a stream, of whose subjects the engine knows itself.</param>
/// <param name="Name">Name for the operator's eye.</param>
public sealed record ErasureSubject(string Id, string Name);
