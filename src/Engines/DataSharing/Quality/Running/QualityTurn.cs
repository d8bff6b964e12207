using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Bulletins;
using Zhuangjin.DataSharing.Quality.Mending;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Quality.Running;

/// <summary>One turn of quality: runs what is due, then sees to the orders that follow. Turns of one node come one after the other.</summary>
internal sealed class QualityTurn(QualityRuns runs, MendingDesk mendings, BulletinDesk bulletins, RulePublishing publishing) : IQualityRuns, IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <param name="only">This resource alone; null for all.</param>
    public async Task TakeAsync(string? only, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await runs.RunDueAsync(only, cancel);
            await mendings.CatchUpAsync(cancel);
            await bulletins.IssueDueAsync(cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    public Task RunAsync(string resource, CancellationToken cancel = default) => TakeAsync(resource, cancel);

    public Task PublishRulesAsync(Actor actor, string resource, string text, CancellationToken cancel = default) => publishing.PublishAsync(actor, resource, text, cancel);

    public void Dispose() => _one.Dispose();
}
