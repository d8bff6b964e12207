namespace Zhuangjin.Security.Contracts;

/// <summary>Who does whose work during leave. Ends by itself with its last day.</summary>
public interface ISubstitutions
{
    /// <summary>Leaves that have not ended yet, in which the person is absent or the substitute, and those below an organisation that he heads.</summary>
    Task<IReadOnlyList<LeaveRecord>> SeenByAsync(Actor actor, CancellationToken cancel = default);

    /// <summary>Those who may be named for the person: colleagues of his own department.</summary>
    Task<IReadOnlyList<Colleague>> CandidatesAsync(string absentPersonId, CancellationToken cancel = default);

    /// <summary>Names a substitute for the days from <paramref name="from"/> to <paramref name="until"/>, both counted. The person does it himself, or the head of one of his organisations.</summary>
    /// <exception cref="Kernel.Faults.InvalidInputException">No such colleague, days in the past or in the wrong order, or days that another substitute has.</exception>
    /// <exception cref="Kernel.Faults.DeniedException">Neither himself nor his head.</exception>
    Task<string> NameAsync(Actor actor, string absentPersonId, string substitutePersonId, DateOnly from, DateOnly until, CancellationToken cancel = default);

    /// <summary>Ends a leave before its last day.</summary>
    Task EndAsync(Actor actor, string id, CancellationToken cancel = default);
}

/// <param name="MayEnd">True for the person on leave and his head.</param>
public sealed record LeaveRecord(string Id, string AbsentId, string AbsentName, string SubstituteId, string SubstituteName, DateOnly From, DateOnly Until, bool MayEnd);

/// <summary>Those who work in an office.</summary>
public interface IColleagues
{
    /// <summary>People with an appointment at the organisation or below it, by name.</summary>
    Task<IReadOnlyList<Colleague>> BelowAsync(string path, CancellationToken cancel = default);
}

public sealed record Colleague(string PersonId, string Name, IReadOnlyList<Appointment> Appointments);
