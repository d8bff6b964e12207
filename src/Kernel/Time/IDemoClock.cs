namespace Zhuangjin.Kernel.Time;

/// <summary>The demo's clock, kept in the database: it survives a restart and is the same on all nodes within two seconds. There is none in service.</summary>
public interface IDemoClock
{
    /// <summary>True once the clock of this database was set.</summary>
    Task<bool> HasBegunAsync(CancellationToken cancel = default);

    /// <summary>Sets the clock at the very first start of this database; later starts go on from where it stands, for a log cannot go back in time.</summary>
    Task BeginAtAsync(DateTimeOffset now, CancellationToken cancel = default);

    /// <summary>Moves the clock on, on all nodes.</summary>
    /// <exception cref="Faults.InvalidInputException"><paramref name="now"/> is before the clock's present.</exception>
    Task MoveToAsync(DateTimeOffset now, CancellationToken cancel = default);
}
