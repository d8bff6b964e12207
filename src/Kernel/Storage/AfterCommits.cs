using Microsoft.Extensions.Logging;

namespace Zhuangjin.Kernel.Storage;

/// <summary>Runs what was registered for after the commit.</summary>
internal static class AfterCommits
{
    /// <summary>A throw is logged and not passed on: the transaction is durable, and its caller must not be told otherwise.</summary>
    public static void Run(List<Action>? actions, ILogger log)
    {
        if (actions is null)
        {
            return;
        }
        foreach (var action in actions)
        {
            try
            {
                action();
            }
            catch (Exception fault)
            {
                log.LogError(fault, "An action after a commit failed; the commit stands.");
            }
        }
    }
}
