using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Zhuangjin.Cases.Searching;

/// <summary>Keeps the search up to date every second, on whichever node comes to it.</summary>
internal sealed partial class SearchService(SearchIndexer indexer, ILogger<SearchService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await indexer.CatchUpAsync(cancel: stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // The store may be away for a while. What is due stays due.
                Failed(log, fault);
            }
            await Task.Delay(Pause, TimeProvider.System, stoppingToken).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    [LoggerMessage(LogLevel.Error, "Reading changed cases for the search failed and will be tried again")]
    private static partial void Failed(ILogger log, Exception fault);
}
