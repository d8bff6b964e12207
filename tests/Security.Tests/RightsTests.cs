using CsCheck;
using Xunit;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Access;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.People;

namespace Zhuangjin.Security.Tests;

public sealed class RightsTests
{
    private static readonly string[] AllPermissions =
    [
        Permissions.CasesRead, Permissions.CasesHandle, Permissions.CasesDecide, Permissions.CasesExtend, Permissions.CasesSupervise,
        Permissions.CertificatesIssue, Permissions.CertificatesRevoke, Permissions.SecurityAdminister, Permissions.EvidenceOperate,
    ];

    /// <summary>For each node the number of its parent among those before it, and appointments as (node, role).</summary>
    private static readonly Gen<(int[] Parents, (int Node, int Role)[] Posts)> Trees =
        Gen.Select(Gen.Int[0, 1000].Array[1, 30], Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 1000]).Array[0, 6]);

    [Fact]
    public async Task A_role_reaches_to_everything_below_and_nothing_else()
    {
        await using var world = await World.OpenAsync();
        var access = world.Get<IAccess>();
        Trees.Sample(tree =>
        {
            // Names whose texts begin alike ("1", "11") must not be taken for ancestors.
            var parents = tree.Parents.Select((p, i) => i == 0 ? -1 : p % i).ToArray();
            var paths = new string[parents.Length];
            for (var i = 0; i < paths.Length; i++)
            {
                paths[i] = (parents[i] < 0 ? "" : paths[parents[i]]) + new string('1', i + 1) + "/";
            }
            var posts = tree.Posts.Select(p => (Node: p.Node % paths.Length, Role: Roles.All[p.Role % Roles.All.Count])).ToArray();
            var actor = new Actor("somebody", "示例", [.. posts.Select(p => new Appointment($"{p.Node}", paths[p.Node], p.Role))], []);
            foreach (var permission in AllPermissions)
            {
                var reach = access.Reach(actor, permission);
                for (var node = 0; node < paths.Length; node++)
                {
                    var expected = posts.Any(p => RoleTable.Grants(p.Role, permission) && IsAtOrAbove(parents, p.Node, node));
                    Assert.Equal(expected, access.May(actor, permission, paths[node]));
                    Assert.Equal(expected, reach.Any(r => paths[node].StartsWith(r, StringComparison.Ordinal)));
                }
                Assert.DoesNotContain(reach, r => reach.Any(other => other != r && r.StartsWith(other, StringComparison.Ordinal)));
            }
        }, iter: 300);
    }

    [Fact]
    public async Task An_agent_acts_until_the_last_day_of_the_mandate_or_its_revocation_and_cannot_hand_it_on()
    {
        await using var world = await World.OpenAsync();
        var (people, registry, access) = (world.Get<IPeople>(), world.Get<PeopleRegistry>(), world.Get<IAccess>());
        var owner = await people.ActorByLoginAsync("owner");
        var clerk = await people.ActorByLoginAsync("clerk");
        var party = owner!.Parties.First(p => p.Party.Kind == PartyKind.LegalEntity).Party.Id;
        var lastDay = new DateOnly(2022, 8, 20);
        await registry.MandateAsync(owner, clerk!.PersonId, party, ["joint-survey"], lastDay);
        var agent = (await people.ActorByLoginAsync("clerk"))!;
        Assert.True(access.Represents(agent, party, "joint-survey", lastDay));
        Assert.False(access.Represents(agent, party, "joint-survey", lastDay.AddDays(1)));
        Assert.False(access.Represents(agent, party, "another-matter", lastDay));
        await Assert.ThrowsAsync<DeniedException>(() => registry.MandateAsync(agent, owner.PersonId, party, [], lastDay));

        await registry.RevokeMandateAsync(owner, agent.Parties.Single(p => p.Party.Id == party).MandateId!);
        Assert.DoesNotContain((await people.ActorByLoginAsync("clerk"))!.Parties, p => p.Party.Id == party);
    }

    [Fact]
    public async Task An_administrator_changes_nothing_beside_his_own_subtree()
    {
        await using var world = await World.OpenAsync();
        var (people, organisations) = (world.Get<IPeople>(), world.Get<IOrganisations>());
        var admin = (await people.ActorByLoginAsync("admin"))!;
        var stranger = (await people.ActorByLoginAsync("nanning-clerk"))!;
        var nanning = organisations.Area("450100")!;
        await Assert.ThrowsAsync<DeniedException>(() => world.Get<IPeopleRegistry>().AppointAsync(admin, stranger.PersonId, nanning.Id, Roles.Head));
        await Assert.ThrowsAsync<DeniedException>(() => world.Get<IOrganisationRegistry>().AddAsync(admin, nanning.Id, OrganisationKind.Department, "450100", "water", new LocalText("南宁示例供水公司")));
        await Assert.ThrowsAsync<DeniedException>(() => world.Get<PeopleRegistry>().CloseAsync(admin, stranger.PersonId));
    }

    private static bool IsAtOrAbove(int[] parents, int above, int node)
    {
        for (var at = node; at >= 0; at = parents[at])
        {
            if (at == above)
            {
                return true;
            }
        }
        return false;
    }
}
