using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Web.Demo;

/// <summary>Remembers which stories this store holds.</summary>
internal sealed class StoryBook(IDatabase database)
{
    /// <summary>Those of the stories that were never begun.</summary>
    /// <exception cref="InvalidOperationException">A story was begun and not told to its end: the process was stopped while the demo was being made.</exception>
    public async Task<IReadOnlyList<IDemoStory>> UntoldAsync(IEnumerable<IDemoStory> stories, CancellationToken cancel)
    {
        var known = await database.ReadAsync(s => s.QueryAsync("select name, told from kernel_story", r => (Name: r.GetString(0), Told: r.GetInt64(1) == 1)), cancel);
        return known.Where(k => !k.Told).Select(k => k.Name).FirstOrDefault() is { } broken
            ? throw new InvalidOperationException($"The demo was stopped while its story '{broken}' was being told, so its records are not whole. Delete the demo's folder (or its database) and start again.")
            : [.. stories.Where(s => !known.Any(k => k.Name == s.Name))];
    }

    public Task BeginAsync(IDemoStory story, CancellationToken cancel) =>
        database.WriteAsync(s => s.ExecuteAsync("insert into kernel_story (name, told) values ($1, 0)", story.Name), cancel);

    public Task EndAsync(IDemoStory story, CancellationToken cancel) =>
        database.WriteAsync(s => s.ExecuteAsync("update kernel_story set told = 1 where name = $1", story.Name), cancel);
}
