using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.DataSharing.Catalogue.Describing;

/// <summary>An item as a line of eleven cells: the form and the exchanged table write it the same way. Chinese and English words are understood.</summary>
internal static class ItemCells
{
    public static readonly string[] Headings = ["信息项代码", "信息项名称", "数据类型", "长度", "小数位", "必填", "标识项", "指代主体", "代码标准", "敏感级别", "数源"];

    private static readonly (string Zh, ItemType Type)[] Types = [("文本", ItemType.Text), ("整数", ItemType.Integer), ("小数", ItemType.Decimal), ("日期", ItemType.Date), ("时间", ItemType.Instant), ("是否", ItemType.Flag)];

    private static readonly (string Zh, Sensitivity Level)[] Levels = [("公开", Sensitivity.Open), ("内部", Sensitivity.Internal), ("个人信息", Sensitivity.Personal), ("敏感个人信息", Sensitivity.Sensitive)];

    private static readonly (string Zh, string? Name)[] Subjects = [("个人", "person"), ("企业", "enterprise")];

    /// <summary>The words that a cell of this heading may hold; null where others may stand.</summary>
    public static IReadOnlyList<string>? WordsOf(string heading) => heading switch
    {
        "数据类型" => [.. Types.Select(t => t.Zh)],
        "敏感级别" => [.. Levels.Select(l => l.Zh)],
        "指代主体" => [.. Subjects.Select(s => s.Zh)],
        _ => null,
    };

    public static string[] Write(Item i) =>
    [
        i.Key, i.Name.ToString(), Types.First(t => t.Type == i.Type).Zh, i.Length == 0 ? "" : $"{i.Length}", i.Scale == 0 ? "" : $"{i.Scale}", i.Required ? "是" : "", i.Identifies ? "是" : "",
        Subjects.FirstOrDefault(s => s.Name == i.Names).Zh ?? "", i.CodeList ?? "", Levels.First(l => l.Level == i.Sensitivity).Zh, i.Source?.ToString() ?? "",
    ];

    /// <summary>The item of these cells; null when a cell cannot be read, with each such cell among the faults.</summary>
    /// <param name="before">The item as it was: names in other languages are kept from it.</param>
    public static Item? Read(IReadOnlyList<string> cells, Item? before, List<Fault> faults)
    {
        var known = faults.Count;
        var type = Pick(2, Types, ItemType.Text);
        var level = Pick(9, Levels, Sensitivity.Internal);
        var names = Cell(7) is { Length: > 0 } subject ? Subjects.FirstOrDefault(s => s.Zh == subject || s.Name == subject).Name ?? Wrong<string?>(7) : null;
        ItemPath? source = null;
        if (Cell(10).Length > 0)
        {
            try
            {
                source = ItemPath.Parse(Cell(10));
            }
            catch (FormatException)
            {
                Wrong<ItemPath?>(10);
            }
        }
        var name = before is { } old && old.Name.ToString() == Cell(1) ? old.Name : new LocalText(Cell(1));
        var item = new Item(Cell(0), name, type, Number(3), Number(4), Flag(5), Flag(6), names, Cell(8) is { Length: > 0 } list ? list : null, level, source);
        return faults.Count == known ? item : null;

        string Cell(int n) => n < cells.Count ? cells[n].Trim() : "";

        T Pick<T>(int n, (string Zh, T Value)[] words, T otherwise)
            where T : struct, Enum
        {
            var text = Cell(n);
            return text.Length == 0 ? otherwise : words.Any(w => w.Zh == text) ? words.First(w => w.Zh == text).Value
                : Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsDigit(text[0]) ? value : Wrong<T>(n);
        }

        int Number(int n) => Cell(n).Length == 0 ? 0 : int.TryParse(Cell(n), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : Wrong<int>(n);

        bool Flag(int n) => Cell(n) switch { "" or "否" or "false" or "0" => false, "是" or "true" or "1" => true, _ => Wrong<bool>(n) };

        T? Wrong<T>(int n)
        {
            faults.Add(new("items", "sharing.catalogue.fault.cell", Cell(0), Headings[n], Cell(n)));
            return default;
        }
    }

    /// <summary>Items written one a line, cells parted by tabs (as a spreadsheet pastes them) or commas.</summary>
    public static ImmutableArray<Item> ReadLines(string text, Description? before, List<Fault> faults)
    {
        var items = new List<Item>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var cells = line.Split(line.Contains('\t', StringComparison.Ordinal) ? ['\t'] : [',', '，']);
            if (cells[0].Trim() != Headings[0] && Read(cells, before?.Find(cells[0].Trim()), faults) is { } item)
            {
                items.Add(item);
            }
        }
        return [.. items];
    }

    public static string WriteLines(Description d) => string.Join('\n', d.Items.Select(i => string.Join(',', Write(i))));
}
