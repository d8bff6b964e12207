using System.Collections.Immutable;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Intake.Runs;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Intake.Sources;

/// <summary>Sets up the table of a resource, and takes it by button. The pool's operator sets up; whoever answers for the resource may press the button.</summary>
internal sealed class SourceDesk(SourceStore sources, IntakeDesk desk, IntakeRunner runner, CatalogueStore catalogue, IntakeSettings settings, IDatabase database, IEvidenceRecorder evidence, TimeProvider time, IOrganisations organisations, IAccess access)
{
    /// <summary>The description, and whether the actor may set up its source.</summary>
    /// <exception cref="DeniedException">The actor does not answer for the resource.</exception>
    public async Task<(DescriptionVersion Described, bool MaySetUp)> AllowedAsync(Actor actor, string resource, CancellationToken cancel = default)
    {
        var described = await desk.AllowedAsync(actor, resource, cancel);
        return (described, access.May(actor, Permissions.SharingOversee, organisations.Find(described.Description.ProviderId)!.Path));
    }

    /// <summary>Keeps the source once its table has been reached and its columns found. A password that is empty stays as it was.</summary>
    /// <exception cref="DeniedException">The actor does not operate the pool.</exception>
    /// <exception cref="InvalidInputException">The table cannot be reached, or lacks a column.</exception>
    public async Task SaveAsync(Actor actor, DataSource source, CancellationToken cancel = default)
    {
        var (described, mayDo) = await AllowedAsync(actor, source.Resource, cancel);
        if (!mayDo)
        {
            throw new DeniedException("sharing.source.fault.not-operator");
        }
        // The password goes only to the server to which it was given.
        if (source.Connection.Password.Length == 0 && await sources.FindAsync(source.Resource, cancel) is { } known && known.Kind == source.Kind && known.Connection with { Password = "" } == source.Connection)
        {
            source = source with { Connection = known.Connection };
        }
        if (described.Description.Items.FirstOrDefault(i => string.IsNullOrWhiteSpace(source.Columns.GetValueOrDefault(i.Key))) is { } empty)
        {
            throw new InvalidInputException("column-" + empty.Key, "sharing.source.fault.required");
        }
        await (await SourceTable.OpenAsync(source, described.Description.Items, settings.SqliteFolder, cancel)).DisposeAsync();
        var now = time.GetUtcNow();
        var stream = "source/" + source.Resource;
        await database.WriteAsync(async s =>
        {
            await sources.SaveAsync(s, source with { Person = actor.PersonId, ChangedAt = now });
            // Where it is and who may enter is nobody's business but the operator's.
            await evidence.RecordAsync(s, new("sharing.source-set", stream, await evidence.NextSequenceAsync(s, stream), now, actor.Appointments.Count > 0 ? "office/" + actor.Appointments[0].OrganisationId : "clock",
                ImmutableSortedDictionary<string, string>.Empty.Add("resource", source.Resource).Add("kind", source.Kind.ToString()), ImmutableSortedDictionary<string, string>.Empty.Add("person", actor.PersonId).Add("host", source.Connection.Host).Add("table", source.Table)));
            return 0;
        }, cancel);
    }

    /// <summary>Has the table taken now.</summary>
    /// <exception cref="NotFoundException">The resource has no source.</exception>
    public async Task RequestAsync(Actor actor, string resource, PullRequest request, CancellationToken cancel = default)
    {
        await desk.AllowedAsync(actor, resource, cancel);
        _ = await sources.FindAsync(resource, cancel) ?? throw new NotFoundException("sharing.source.fault.none");
        await sources.RequestAsync(resource, request, cancel);
        runner.Wake();
    }

    /// <summary>The source of a resource, without its password, and when it is taken next.</summary>
    public async Task<(DataSource? Source, DateTimeOffset? Next)> FindAsync(string resource, CancellationToken cancel = default)
    {
        var source = await sources.FindAsync(resource, cancel);
        var described = await catalogue.FindAsync(resource, cancel);
        return source is null || described is null ? (null, null) : (source with { Connection = source.Connection with { Password = "" } }, SourcePull.Next(source, described.Description.Cycle));
    }
}
