using System.Collections.Immutable;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Collecting.Tasks;

/// <summary>Each step of a collection is an event of "collection/{id}".</summary>
internal sealed class CollectEvents(IEvidenceRecorder evidence)
{
    /// <param name="hidden">What may name people, besides the actor: on record as commitments only.</param>
    public async ValueTask RecordAsync(ISession session, Actor actor, string type, string task, DateTimeOffset at, IEnumerable<(string Name, string Value)> facts, params (string Name, string Value)[] hidden)
    {
        var stream = "collection/" + task;
        var own = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, hidden.Select(h => KeyValuePair.Create(h.Name, h.Value)));
        await evidence.RecordAsync(session, new(type, stream, await evidence.NextSequenceAsync(session, stream), at,
            actor == Actor.Clock || actor.Appointments.Count == 0 ? "clock" : "office/" + actor.Appointments[0].OrganisationId,
            facts.ToImmutableSortedDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal),
            actor == Actor.Clock ? own : own.Add("person", actor.PersonId)));
    }
}
