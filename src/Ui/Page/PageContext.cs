using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Ui.Page;

/// <summary>What the shell of a page needs to know of the request. One a request, filled by the host before any page is drawn.</summary>
public sealed class PageContext
{
    private (string Name, string Value)? _antiforgery;

    /// <summary>Shown name of who is signed in; null for a visitor.</summary>
    public string? UserName { get; set; }

    /// <summary>Links that this visitor may follow, by area and in order.</summary>
    public IReadOnlyList<NavigationEntry> Navigation { get; set; } = [];

    /// <summary>What waits for this person behind a link of the navigation, by address; only where something does.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; set; } = new Dictionary<string, long>();

    /// <summary>Path and query of the request, for the language switch and for "back after sign-in".</summary>
    public string Address { get; set; } = "/";

    /// <summary>Makes the anti-forgery tokens when a form first asks: most pages of visitors have no form that writes, and stay free of cookies.</summary>
    public Func<(string Name, string Value)> AntiforgeryTokens { get; set; } = () => ("", "");

    /// <summary>Name and value of the anti-forgery field of every form.</summary>
    public (string Name, string Value) Antiforgery => _antiforgery ??= AntiforgeryTokens();

    /// <summary>Now, by the one clock.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>True when the clock may be moved by the visitor.</summary>
    public bool Demo { get; set; }

    /// <summary>Languages to choose from, Chinese first.</summary>
    public IReadOnlyList<string> Languages { get; set; } = ["zh", "en"];

    /// <summary>The address of this page in another language.</summary>
    public string AddressIn(string language)
    {
        var question = Address.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? Address : Address[..question];
        var kept = question < 0 ? [] : Address[(question + 1)..].Split('&').Where(p => p.Length > 0 && !p.StartsWith("lang=", StringComparison.Ordinal));
        return path + "?" + string.Join('&', kept.Append("lang=" + language));
    }
}
