using System.Collections.Frozen;

namespace Zhuangjin.Ui.Components;

/// <summary>The drawings of <see cref="Icon"/>, made for this project on a grid of 20.</summary>
public static class IconShapes
{
    private static readonly FrozenDictionary<string, string> Shapes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["alert"] = """<path d="M10 3 18 16.5H2z"/><path d="M10 8v4M10 14.3v.1"/>""",
        ["arrow-left"] = """<path d="M16 10H4M9 5l-5 5 5 5"/>""",
        ["arrow-right"] = """<path d="M4 10h12M11 5l5 5-5 5"/>""",
        ["board"] = """<path d="M3 17V3M3 17h14M7 17v-5M11 17V7M15 17V10"/>""",
        ["building"] = """<path d="M4 17V4h8v13M12 8h4v9M2 17h16M7 7h2M7 10h2M7 13h2"/>""",
        ["calendar"] = """<rect x="3" y="4.5" width="14" height="12.5" rx="1.5"/><path d="M3 8.5h14M7 2.8v3M13 2.8v3"/>""",
        ["chain"] = """<path d="M8.5 11.5a3 3 0 0 0 4.2 0l2.6-2.6a3 3 0 0 0-4.2-4.2L9.9 5.9M11.5 8.5a3 3 0 0 0-4.2 0l-2.6 2.6a3 3 0 0 0 4.2 4.2l1.2-1.2"/>""",
        ["check"] = """<path d="m4 10.5 4 4 8-9"/>""",
        ["check-circle"] = """<circle cx="10" cy="10" r="7.2"/><path d="m6.8 10.3 2.3 2.3 4.2-4.8"/>""",
        ["chevron-down"] = """<path d="m5 7.5 5 5 5-5"/>""",
        ["chevron-right"] = """<path d="m7.5 5 5 5-5 5"/>""",
        ["clock"] = """<circle cx="10" cy="10" r="7.2"/><path d="M10 6v4.2l2.8 1.8"/>""",
        ["download"] = """<path d="M10 3v9M6 8.5l4 4 4-4M3.5 16.5h13"/>""",
        ["edit"] = """<path d="m4 16 .8-3.4L13.5 4 16 6.5l-8.6 8.7z"/>""",
        ["eye"] = """<path d="M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5z"/><circle cx="10" cy="10" r="2.2"/>""",
        ["file"] = """<path d="M5 2.8h6.5L15.5 7v10.2H5zM11 3v4.4h4.3M7.5 11h5M7.5 14h5"/>""",
        ["filter"] = """<path d="M3 4h14l-5.5 6.5V16l-3 1v-6.5z"/>""",
        ["flow"] = """<rect x="2.5" y="8" width="4" height="4" rx="1"/><rect x="13.5" y="3" width="4" height="4" rx="1"/><rect x="13.5" y="13" width="4" height="4" rx="1"/><path d="M6.5 10h3.5M13.5 5H10v10h3.5"/>""",
        ["folder"] = """<path d="M2.5 5h5l1.6 2h8.4v9.5h-15z"/>""",
        ["globe"] = """<circle cx="10" cy="10" r="7.2"/><path d="M3 10h14M10 2.8c2.2 2 3.2 4.4 3.2 7.2s-1 5.2-3.2 7.2C7.8 15.2 6.8 12.8 6.8 10S7.8 4.8 10 2.8z"/>""",
        ["home"] = """<path d="m3 9.5 7-6 7 6M5 8.2V17h10V8.2M8.5 17v-5h3v5"/>""",
        ["info"] = """<circle cx="10" cy="10" r="7.2"/><path d="M10 9.2v4.3M10 6.4v.1"/>""",
        ["list"] = """<path d="M7.5 5H17M7.5 10H17M7.5 15H17M3.5 5h.1M3.5 10h.1M3.5 15h.1"/>""",
        ["lock"] = """<rect x="4" y="9" width="12" height="8" rx="1.5"/><path d="M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9"/>""",
        ["minus"] = """<path d="M5 10h10"/>""",
        ["minus-circle"] = """<circle cx="10" cy="10" r="7.2"/><path d="M6.8 10h6.4"/>""",
        ["pause"] = """<path d="M7.5 5.5v9M12.5 5.5v9"/>""",
        ["people"] = """<circle cx="7.5" cy="7" r="2.8"/><path d="M2.5 16.5c.4-3 2.3-4.5 5-4.5s4.6 1.5 5 4.5M13 4.5a2.6 2.6 0 0 1 0 5M14.5 12.3c1.8.5 2.8 2 3 4.2"/>""",
        ["phone"] = """<rect x="5.5" y="2.5" width="9" height="15" rx="1.8"/><path d="M9 14.8h2"/>""",
        ["plus"] = """<path d="M10 4v12M4 10h12"/>""",
        ["print"] = """<path d="M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6z"/>""",
        ["qr"] = """<path d="M3 3h5v5H3zM12 3h5v5h-5zM3 12h5v5H3zM12 12h2v2M17 12v2M12 17h2M16 17h1"/>""",
        ["refresh"] = """<path d="M16.5 8A7 7 0 0 0 4 6.5M3.5 3.5v3.3h3.3M3.5 12A7 7 0 0 0 16 13.5M16.5 16.5v-3.3h-3.3"/>""",
        ["seal"] = """<circle cx="10" cy="7.5" r="4.7"/><path d="m7 11.2-1 6 4-2 4 2-1-6M8 7.6l1.5 1.5L12.2 6"/>""",
        ["search"] = """<circle cx="8.8" cy="8.8" r="5.3"/><path d="m13 13 4 4"/>""",
        ["shield"] = """<path d="M10 2.5 16.5 5v4.5c0 4-2.6 6.7-6.5 8-3.9-1.3-6.5-4-6.5-8V5z"/><path d="m7 9.8 2.2 2.2L13 8"/>""",
        ["sort"] = """<path d="M6 4v12M3 13l3 3 3-3M14 16V4M11 7l3-3 3 3"/>""",
        ["upload"] = """<path d="M10 13V4M6 7.5l4-4 4 4M3.5 16.5h13"/>""",
        ["user"] = """<circle cx="10" cy="6.8" r="3.3"/><path d="M3.8 17c.5-3.6 2.8-5.5 6.2-5.5s5.7 1.9 6.2 5.5"/>""",
        ["x"] = """<path d="m5 5 10 10M15 5 5 15"/>""",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Names => Shapes.Keys;

    /// <summary>The SVG content of a drawing.</summary>
    /// <exception cref="ArgumentException">There is no drawing of this name.</exception>
    public static string Of(string name) => Shapes.TryGetValue(name, out var shape)
        ? shape
        : throw new ArgumentException($"There is no icon '{name}'; there are {string.Join(", ", Shapes.Keys.Order(StringComparer.Ordinal))}.", nameof(name));
}
