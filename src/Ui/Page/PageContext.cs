namespace Zhuangjin.Ui.Page;

/// <summary>What the shell of a page needs to know of the request. One a request, filled by the host before any page is drawn.</summary>
public sealed class PageContext
{
    /// <summary>Shown name of who is signed in; null for a visitor.</summary>
    public string? UserName { get; set; }

    /// <summary>Links that this visitor may follow, in order: text key, address.</summary>
    public IReadOnlyList<(string TextKey, string Href)> Navigation { get; set; } = [];

    /// <summary>Path and query of the request, for the language switch and for "back after sign-in".</summary>
    public string Address { get; set; } = "/";

    /// <summary>Name and value of the anti-forgery field of every form.</summary>
    public (string Name, string Value) Antiforgery { get; set; }

    /// <summary>Now, by the one clock.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>True when the clock may be moved by the visitor.</summary>
    public bool Demo { get; set; }

    /// <summary>Languages to choose from, Chinese first.</summary>
    public IReadOnlyList<string> Languages { get; set; } = ["zh", "en"];
}
