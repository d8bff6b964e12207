namespace Zhuangjin.Kernel.Modules;

/// <summary>What happened in a demo before its visitor came: people act through the same commands as in service, each at its date. Each story is told once; all
/// stories are told on one clock and into one log, their moments in order of time, whatever the order in which they are plugged in.</summary>
public interface IDemoStory
{
    /// <summary>Name by which the store remembers that the story was told: the scenario's folder.</summary>
    string Name { get; }

    /// <summary>Tells the story from its first moment to its last.</summary>
    Task TellAsync(IStoryClock clock, CancellationToken cancel = default);
}

/// <summary>The clock that the stories of a demo share.</summary>
public interface IStoryClock
{
    /// <summary>Waits until it is that time. Moments of other stories that come earlier are told first. A moment that is past already comes now.</summary>
    Task MoveToAsync(DateTimeOffset at);
}
