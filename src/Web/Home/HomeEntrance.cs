namespace Zhuangjin.Web.Home;

/// <summary>A live fact of the home page: a number and what it counts. Wired by Web from the engines' contracts.</summary>
public interface IHomeFact
{
    int Order { get; }

    /// <summary>Text key of what is counted.</summary>
    string TextKey { get; }

    /// <summary>Where the number can be checked.</summary>
    string? Href { get; }

    /// <summary>The number, at once: the home page waits for no query.</summary>
    ValueTask<string> ValueAsync(CancellationToken cancel);
}

/// <summary>An entrance of the home page. Text keys: {TextKey}.title and {TextKey}.text.</summary>
/// <param name="Icon">A name of <see cref="Ui.Components.IconShapes"/>.</param>
public sealed record HomeEntrance(string TextKey, string Href, string Icon, int Order);
