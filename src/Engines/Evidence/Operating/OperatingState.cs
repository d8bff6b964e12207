using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Operating;

/// <summary>What an operator wants to know of the log and of this node.</summary>
/// <param name="OldestWaiting">When the oldest event was recorded that is not sealed yet; null when none waits.</param>
/// <param name="FreeBytes">Free space on the volume of the data folder.</param>
internal sealed record OperatingState(LogHealth Log, DateTimeOffset? OldestWaiting, long FreeBytes, long VolumeBytes, KeepingRun? Check, KeepingRun? Backup, IReadOnlyList<LogKeyRange> Keys);

/// <summary>Reads it.</summary>
internal sealed class OperatingReader(ILogHealth health, IKeyRotation keys, IDatabase database, LogFolder folder)
{
    public async Task<OperatingState> ReadAsync(CancellationToken cancel)
    {
        var log = await health.HealthAsync(cancel);
        var known = await keys.KeysAsync(cancel);
        var volume = new DriveInfo(Path.GetDirectoryName(folder.Path)!);
        return await database.ReadAsync(
            async session =>
            {
                var oldest = await session.QueryAsync("select at from evidence_entry where place is null order by number limit 1", r => ChinaTime.FromMicros(r.GetInt64(0)));
                return new OperatingState(
                    log,
                    oldest.Count == 0 ? null : oldest[0],
                    volume.AvailableFreeSpace,
                    volume.TotalSize,
                    await KeepingRun.LoadAsync(session, SelfCheck.Name),
                    await KeepingRun.LoadAsync(session, "backup"),
                    known);
            },
            cancel);
    }
}
