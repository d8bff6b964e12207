using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>Meetings over cases, for the lists of leaders and of the offices that are called.</summary>
public interface IMeetings
{
    /// <summary>Meetings that concern the actor: of cases at home below him, convened below him, or calling offices below him once they are convened; newest first.</summary>
    Task<IReadOnlyList<MeetingRow>> ListAsync(Actor actor, MeetingQuery query, CancellationToken cancel = default);
}

/// <param name="MatterKey">Only of cases of this matter.</param>
/// <param name="OpenOnly">Only meetings that are not closed.</param>
public sealed record MeetingQuery(string? MatterKey = null, bool OpenOnly = false, int Most = 200);

/// <param name="Subject">What the case is about, by its field (the project's name).</param>
/// <param name="Mine">Ids of the summoned organisations for which the actor may answer.</param>
/// <param name="MayConvene">True for who may convene and close it.</param>
public sealed record MeetingRow(string CaseId, string Number, string MatterKey, string Subject, string? SubjectKey, MeetingState Meeting, IReadOnlyList<string> Mine, bool MayConvene);
