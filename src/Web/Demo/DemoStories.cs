using Microsoft.Extensions.Hosting;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Web.Demo;

/// <summary>Tells the stories of a demo side by side on one clock: always the one whose next moment comes first goes on. Runs before the web server listens,
/// while the log and its followers are at work.</summary>
internal sealed class DemoStories(IEnumerable<IDemoStory> stories, MovableTime time, IDemoClock clock, StoryBook book, DateTimeOffset start) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var untold = new List<Telling>();
        foreach (var story in await book.UntoldAsync(stories, cancellationToken))
        {
            await book.BeginAsync(story, cancellationToken);
            var telling = new Telling(story);
            untold.Add(telling);
            await telling.BeginAsync(cancellationToken);
        }
        var began = await clock.HasBegunAsync(cancellationToken);
        while (untold.Where(t => !t.Ended).MinBy(t => t.Next) is { } first)
        {
            // The first moment of a fresh demo lies before the real present; from then on, and in a demo that was visited before, time never goes back.
            if (!began || first.Next > time.GetUtcNow())
            {
                time.ShiftTo(first.Next);
            }
            began = true;
            await first.GoOnAsync();
        }
        foreach (var story in untold.Select(t => t.Story))
        {
            await book.EndAsync(story, cancellationToken);
        }
        await clock.BeginAtAsync(start, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A story that stands still at each of its moments until its turn comes.</summary>
    private sealed class Telling(IDemoStory story) : IStoryClock
    {
        private TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task _told = Task.CompletedTask;

        public IDemoStory Story => story;

        public DateTimeOffset Next { get; private set; }

        public bool Ended => _told.IsCompleted;

        public Task BeginAsync(CancellationToken cancel)
        {
            _told = story.TellAsync(this, cancel);
            return UntilItStandsAsync();
        }

        public Task GoOnAsync()
        {
            _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _turn.SetResult();
            return UntilItStandsAsync();
        }

        public Task MoveToAsync(DateTimeOffset at)
        {
            Next = at;
            _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var turn = _turn.Task;
            _stands.SetResult();
            return turn;
        }

        /// <summary>Until the story waits for its next moment, or is told to its end or failed.</summary>
        private async Task UntilItStandsAsync()
        {
            if (await Task.WhenAny(_told, _stands.Task) == _told)
            {
                await _told;
            }
        }
    }
}
