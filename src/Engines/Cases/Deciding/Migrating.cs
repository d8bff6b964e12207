using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>Moving a running case to another version of its matter.</summary>
internal static class Migrating
{
    public static void Move(Deliberation d, MigrateCase command)
    {
        var to = d.Context.Target;
        if (to is null || to.Matter.Key != d.State.MatterKey || to.Matter.Hash != command.Hash || to.Matter.Version != command.Version)
        {
            d.Refuse("version", "cases.fault.no-such-version", command.Version);
            return;
        }
        if (d.State.MatterHash == command.Hash || !d.DemandText(command.Reason, "reason"))
        {
            // It is there already: asking again changes nothing.
            return;
        }
        var plan = MigrationPlanning.Of(d.Matter, to, d.State, d.Now);
        d.Refuse(plan.Obstacles);
        if (plan.MayMove)
        {
            d.Happen(new CaseMigrated(d.State.MatterVersion, d.State.MatterHash, command.Version, command.Hash, command.Reason, plan.Form));
            d.Move(to);
        }
    }
}
