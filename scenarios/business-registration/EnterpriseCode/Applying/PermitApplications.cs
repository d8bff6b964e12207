using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Register;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Applying;

/// <summary>Applies for any number of permits in one go: each becomes a case at its own department, at once or as soon as the licence is there.</summary>
internal sealed class PermitApplications(CodeRegister register, CodeReader reader, PermitList list, IDrafts drafts, IAccess access, TimeProvider time)
{
    public const int LongestStatement = 500;

    /// <exception cref="NotFoundException">No such enterprise.</exception>
    /// <exception cref="DeniedException">The actor does not speak for it.</exception>
    /// <exception cref="InvalidInputException">Nothing chosen, a permit that is not in the list, or one that runs already.</exception>
    public async Task ApplyAsync(Actor actor, string foundingCase, IReadOnlyCollection<string> permits, string statement, CancellationToken cancel = default)
    {
        var enterprise = await MineAsync(actor, foundingCase, cancel);
        var running = (await reader.OfAsync(enterprise, cancel)).Where(p => p.IsRunning).Select(p => p.Permit.Key).ToHashSet(StringComparer.Ordinal);
        var items = permits.Distinct(StringComparer.Ordinal).Select(key => (Key: key, Item: list.Find(key))).ToList();
        if (items.Count == 0 || items.Exists(i => i.Item is null))
        {
            throw new InvalidInputException("permits", "registration.code.fault.choose");
        }
        if (items.Find(i => running.Contains(i.Key)) is { Item: { } twice })
        {
            throw new InvalidInputException("permits", "registration.code.fault.running", twice.Title.In("zh"));
        }
        if (statement.Length > LongestStatement)
        {
            throw new InvalidInputException("statement", "registration.code.fault.statement", LongestStatement.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        foreach (var item in items.Select(i => i.Item!))
        {
            if (item.InSeries && enterprise.LicenceId is null)
            {
                await register.WaitAsync(enterprise, item.Key, actor.PersonId, statement, cancel);
            }
            else
            {
                await SendAsync(actor, enterprise, item.Key, statement, cancel);
            }
        }
    }

    /// <summary>Submits one permit's application, prefilled with what the founding said.</summary>
    public async Task SendAsync(Actor actor, Enterprise enterprise, string permit, string statement, CancellationToken cancel = default)
    {
        var draft = await drafts.StartAsync(actor, PermitList.Matter, enterprise.PartyId, enterprise.FoundingCase, cancel);
        try
        {
            draft = await drafts.SaveAsync(actor, draft.Id, draft.Form.SetItems([KeyValuePair.Create("permit", permit), KeyValuePair.Create("statement", statement)]), cancel);
            var state = await drafts.SubmitAsync(actor, draft.Id, cancel);
            await register.BeginAsync(Begun(state), cancel);
        }
        catch (InvalidInputException)
        {
            await drafts.DiscardAsync(actor, draft.Id, cancel);
            throw;
        }
    }

    /// <summary>The line of the register for a case that asks for a permit.</summary>
    public static Permit Begun(CaseState state)
    {
        var office = state.Items.Values.FirstOrDefault();
        return new(state.Id, state.SubjectKey ?? "", state.Form.GetValueOrDefault("permit", ""), state.Applicant.Id, state.SubmittedBy, office?.OrganisationId, office?.OrganisationPath, state.Id, null, null, null, null, null, state.Form.GetValueOrDefault("statement", ""), state.SubmittedAt);
    }

    /// <exception cref="NotFoundException">No such enterprise, or none of the actor's.</exception>
    public async Task<Enterprise> MineAsync(Actor actor, string foundingCase, CancellationToken cancel = default) =>
        await register.FindAsync(foundingCase, cancel) is { } enterprise && access.Represents(actor, enterprise.PartyId, PermitList.Matter, time.GetUtcNow().ChinaDate())
            ? enterprise
            : throw new NotFoundException("registration.code.fault.no-enterprise");
}

/// <summary>Fills the form of a permit from the enterprise's own founding.</summary>
internal sealed class EnterprisePrefill(CodeRegister register) : IPrefillSource
{
    public string Name => "enterprise-code";

    public Kernel.Text.LocalText Title { get; } = new("企业开办信息", "the enterprise's registration");

    public async Task<IReadOnlyList<PrefillSubject>> SubjectsAsync(Party party, CancellationToken cancel = default) =>
        [.. (await register.OfPartyAsync(party.Id, cancel)).Select(e => new PrefillSubject(e.FoundingCase, new(e.LicenceNo is null ? e.Name : $"{e.Name}（{e.LicenceNo}）")))];

    public async Task<ImmutableSortedDictionary<string, string>> ReadAsync(Party party, string? subject, CancellationToken cancel = default) =>
        subject is null || await register.FindAsync(subject, cancel) is not { } enterprise || enterprise.PartyId != party.Id
            ? ImmutableSortedDictionary<string, string>.Empty
            : ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
            [
                KeyValuePair.Create("name", enterprise.Name),
                KeyValuePair.Create("division", enterprise.Division),
                KeyValuePair.Create("address", enterprise.Address),
                KeyValuePair.Create("number", enterprise.LicenceNo ?? ""),
            ]);
}
