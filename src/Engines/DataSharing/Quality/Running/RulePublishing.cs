using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Quality.Running;

/// <summary>Lets a department write the rules of its resources. Each text is a version; a run names the one that it ran.</summary>
internal sealed class RulePublishing(IDatabase database, CatalogueStore catalogue, IOrganisations organisations, IAccess access, IEvidenceRecorder evidence, TimeProvider time)
{
    public const int LongestText = 60_000;

    /// <exception cref="InvalidInputException">The text is no rule set of this resource; the fault names line and remedy.</exception>
    /// <exception cref="DeniedException">The resource is another department's.</exception>
    public async Task<int> PublishAsync(Actor actor, string resource, string text, CancellationToken cancel = default)
    {
        var described = await catalogue.FindAsync(resource, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", resource);
        var path = organisations.Find(described.Description.ProviderId)?.Path ?? "";
        if (actor != Actor.Clock && !access.May(actor, Permissions.SharingProvide, path))
        {
            throw new DeniedException("sharing.quality.fault.not-yours");
        }
        var set = Read(resource, text);
        if (set.Rules.SelectMany(r => r.Check.Needs.Select(n => n.Item)).FirstOrDefault(i => described.Description.Find(i) is null) is { } unknown)
        {
            throw new InvalidInputException("rules", "sharing.quality.fault.no-item", unknown);
        }
        var now = time.GetUtcNow();
        return await database.WriteAsync(
            async s =>
            {
                var number = await RunStore.PublishAsync(s, set, text, now);
                var stream = "resource/" + resource;
                await evidence.RecordAsync(s, new("sharing.rules-published", stream, await evidence.NextSequenceAsync(s, stream), now, "office/" + described.Description.ProviderId,
                    ImmutableSortedDictionary<string, string>.Empty.Add("rules", number.ToString(CultureInfo.InvariantCulture)), ImmutableSortedDictionary<string, string>.Empty.Add("person", actor.PersonId)));
                return number;
            },
            cancel);
    }

    private static RuleSet Read(string resource, string text)
    {
        if (text.Length > LongestText)
        {
            throw new InvalidInputException("rules", "sharing.quality.fault.long", LongestText.ToString(CultureInfo.InvariantCulture));
        }
        try
        {
            var set = RuleReader.Read("rules", text);
            return set.Resource == resource ? set : throw new InvalidInputException("rules", "sharing.quality.fault.other-resource", set.Resource, resource);
        }
        catch (RuleFileException wrong)
        {
            throw new InvalidInputException([.. wrong.Faults.Take(10).Select(f => new Fault("rules", "sharing.quality.fault.line", f.Line.ToString(CultureInfo.InvariantCulture), f.Message, f.Remedy))]);
        }
    }
}
