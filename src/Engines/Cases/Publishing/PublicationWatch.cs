using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Publishing;

/// <summary>Looks every second whether another node published a version, and lets new cases of this node take it. A look is one count by index.</summary>
internal sealed partial class PublicationWatch(MatterLibrary library, IDatabase database, ILogger<PublicationWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long _seen = -1;

    /// <summary>One look.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        var count = await database.ReadAsync(PublicationTable.CountAsync, cancel);
        if (count == _seen)
        {
            return;
        }
        foreach (var version in await database.ReadAsync(PublicationTable.LatestAsync, cancel))
        {
            // Another node may run another pack; only versions that rest on what runs here take over.
            if (library.Current(version.Matter) is { } running && running.Hash != version.Hash && library.Follows(version))
            {
                library.Replace(library.Compiled(version.Matter, version.Version, version.Hash), version.BaseHash, version.Sequence);
            }
        }
        _seen = count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
                await Task.Delay(Pause, TimeProvider.System, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                Failed(log, fault);
                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Looking for new versions of matters failed and will be tried again")]
    private static partial void Failed(ILogger log, Exception fault);
}
