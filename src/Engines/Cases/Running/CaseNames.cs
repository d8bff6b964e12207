using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Running;

/// <summary>Shown names of everybody that a case page mentions.</summary>
internal sealed class CaseNames(IPeople people, IOrganisations organisations)
{
    public async Task<IReadOnlyDictionary<string, LocalText>> OfAsync(CaseState state, IReadOnlyList<RecordedEvent> events, CancellationToken cancel)
    {
        var persons = new HashSet<string>(StringComparer.Ordinal) { state.SubmittedBy };
        var offices = new HashSet<string>(StringComparer.Ordinal) { state.HomeOrganisationId };
        foreach (var item in state.Items.Values)
        {
            offices.Add(item.OrganisationId);
            Add(item.HolderId);
            Add(item.DecidedBy);
        }
        foreach (var meeting in state.Meetings.Values)
        {
            offices.Add(meeting.ConvenerOrganisationId);
            offices.UnionWith(meeting.Summonses.Keys);
            Add(meeting.CalledBy);
            foreach (var summons in meeting.Summonses.Values)
            {
                Add(summons.ReportedBy);
            }
        }
        foreach (var early in state.Early.Values)
        {
            offices.Add(early.OrganisationId);
        }
        foreach (var recorded in events)
        {
            Add(recorded.ActorId);
            Add(recorded.InPlaceOf);
            if (recorded.ActingFor.StartsWith("office/", StringComparison.Ordinal))
            {
                offices.Add(recorded.ActingFor["office/".Length..]);
            }
            switch (recorded.Event)
            {
                case ItemOpened e:
                    offices.Add(e.OrganisationId);
                    break;
                case ItemTaken e:
                    Add(e.PersonId);
                    break;
                case ItemAssigned e:
                    Add(e.PersonId);
                    break;
                case ItemDeemed e:
                    offices.Add(e.LiableOrganisationId);
                    break;
                case MeetingCalled e:
                    offices.Add(e.ConvenerOrganisationId);
                    break;
                case ItemEscalated e:
                    offices.Add(e.OrganisationId);
                    break;
                default:
                    break;
            }
        }
        persons.Remove(Actor.Clock.PersonId);
        var found = (await people.NamesAsync(persons, cancel)).ToDictionary(n => n.Key, n => new LocalText(n.Value), StringComparer.Ordinal);
        foreach (var id in offices)
        {
            if (organisations.Find(id) is { } organisation)
            {
                found[id] = organisation.Name;
            }
        }
        found[state.Applicant.Id] = new(state.Applicant.Name);
        return found;

        void Add(string? person)
        {
            if (!string.IsNullOrEmpty(person))
            {
                persons.Add(person);
            }
        }
    }
}
