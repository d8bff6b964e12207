using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Harvesting;

/// <summary>Sets up sources and has them read. The pool's operator does, for departments that he oversees; only sites that the installation allows.</summary>
internal sealed partial class HarvestDesk(HarvestStore store, HarvestRunner runner, CkanClient client, HarvestSettings settings, CatalogueDesk catalogue, IDatabase database, IEvidenceRecorder evidence, TimeProvider time, IOrganisations organisations, IAccess access)
{
    /// <summary>Departments for which the actor may set up sources; empty for who may not.</summary>
    public IReadOnlyList<Organisation> Providers(Actor actor) => [.. catalogue.Providers(actor).Where(p => access.May(actor, Permissions.SharingOversee, p.Path))];

    public bool MayChange(Actor actor, HarvestSource source) => organisations.Find(source.ProviderId) is { } provider && access.May(actor, Permissions.SharingOversee, provider.Path);

    /// <summary>Keeps the source once it has answered, and has it read from its beginning.</summary>
    /// <exception cref="DeniedException">The actor does not oversee the department.</exception>
    /// <exception cref="InvalidInputException">A field is wrong, the site is not allowed, or does not answer as such an API does.</exception>
    public async Task SaveAsync(Actor actor, HarvestSource source, CancellationToken cancel = default)
    {
        if (!MayChange(actor, source))
        {
            throw new DeniedException("sharing.harvest.fault.not-operator");
        }
        if (await store.FindAsync(source.Code, cancel) is { } known && !MayChange(actor, known))
        {
            throw new InvalidInputException("code", "sharing.harvest.fault.taken", source.Code);
        }
        var faults = new List<Fault>();
        Need(CodeForm().IsMatch(source.Code), "code", "sharing.harvest.fault.code");
        Need(source.Title.Length is >= 2 and <= 100, "title", "sharing.catalogue.fault.length", "2", "100");
        Need((source.Licence?.Length ?? 0) <= 200, "licence", "sharing.catalogue.fault.length", "0", "200");
        Need(settings.Allows(source.Address), "address", settings.Hosts.Count == 0 ? "sharing.harvest.fault.no-hosts" : "sharing.harvest.fault.host", string.Join("、", settings.Hosts));
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        source = source with { Address = source.Address.AbsolutePath.EndsWith('/') ? source.Address : new(source.Address.GetLeftPart(UriPartial.Path) + "/"), Person = actor.PersonId, ChangedAt = time.GetUtcNow(), Requested = HarvestRequest.Everything };
        try
        {
            await client.SearchAsync(source.Address, since: null, start: 0, rows: 0, cancel);
        }
        catch (Exception wrong) when (wrong is HttpRequestException or InvalidDataException or IOException || (wrong is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            throw new InvalidInputException("address", wrong is InvalidDataException ? "sharing.harvest.fault.answer" : "sharing.harvest.fault.unreachable", wrong.Message.Length > 200 ? wrong.Message[..200] : wrong.Message);
        }
        await WriteAsync(actor, "sharing.harvest-set", source, s => HarvestStore.SaveAsync(s, source), cancel);
        runner.Wake();

        void Need(bool good, string field, string code, params string[] args)
        {
            if (!good)
            {
                faults.Add(new(field, code, args));
            }
        }
    }

    /// <summary>Has the source read now.</summary>
    /// <param name="everything">Also what did not change, and with any number of withdrawals.</param>
    public async Task RequestAsync(Actor actor, string code, bool everything, CancellationToken cancel = default)
    {
        var source = await AllowedAsync(actor, code, cancel);
        await WriteAsync(actor, "sharing.harvest-asked", source, s => HarvestStore.RequestAsync(s, code, everything ? HarvestRequest.Everything : HarvestRequest.Changes), cancel);
        runner.Wake();
    }

    public async Task PauseAsync(Actor actor, string code, bool paused, CancellationToken cancel = default)
    {
        var source = await AllowedAsync(actor, code, cancel);
        await WriteAsync(actor, paused ? "sharing.harvest-paused" : "sharing.harvest-resumed", source, s => HarvestStore.PauseAsync(s, code, paused), cancel);
        runner.Wake();
    }

    private async Task<HarvestSource> AllowedAsync(Actor actor, string code, CancellationToken cancel)
    {
        var source = await store.FindAsync(code, cancel) ?? throw new NotFoundException("sharing.harvest.fault.none");
        return MayChange(actor, source) ? source : throw new DeniedException("sharing.harvest.fault.not-operator");
    }

    private Task<int> WriteAsync(Actor actor, string type, HarvestSource source, Func<ISession, ValueTask<int>> change, CancellationToken cancel) => database.WriteAsync(async s =>
    {
        await change(s);
        var stream = "harvest/" + source.Code;
        await evidence.RecordAsync(s, new(type, stream, await evidence.NextSequenceAsync(s, stream), time.GetUtcNow(), actor.Appointments.Count > 0 ? "office/" + actor.Appointments[0].OrganisationId : "clock",
            ImmutableSortedDictionary<string, string>.Empty.Add("address", source.Address.AbsoluteUri).Add("provider", source.ProviderId), ImmutableSortedDictionary<string, string>.Empty.Add("person", actor.PersonId)));
        return 0;
    }, cancel);

    [GeneratedRegex("^[a-z][a-z0-9-]{1,19}$", RegexOptions.NonBacktracking)]
    private static partial Regex CodeForm();
}
