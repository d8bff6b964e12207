using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Components;

namespace Zhuangjin.Scenarios.CityManagement.Tickets;

/// <summary>A kind of problem as the form offers it, with the group in which the dispatch table puts it.</summary>
/// <param name="Group">First words of the table's remark: "街面秩序类"; empty when it has none.</param>
internal sealed record CityKind(string Key, LocalText Label, string Group);

/// <summary>What things are called, from where they are defined: kinds by the form and the dispatch table, departments by the tree of organisations.</summary>
internal sealed class CityWords(IMatters matters, IOrganisations organisations)
{
    private const string Function = "city-command";

    private Matter Matter => matters.Current(TicketReading.Matter) ?? throw new InvalidOperationException("The matter of city cases is not published.");

    /// <summary>In the order of the form, as the running dispatch table groups them.</summary>
    public IReadOnlyList<CityKind> Kinds()
    {
        var matter = Matter;
        var route = matter.Decisions.First(d => d.Key == "route");
        var (kinds, remarks) = (route.Columns.IndexOf("class"), route.Columns.IndexOf(DecisionTable.Note));
        string GroupOf(string label) => kinds < 0 || remarks < 0 ? "" : route.Rows.FirstOrDefault(r => r.Cells[kinds].Split('、').Contains(label))?.Cells[remarks].Split('，')[0] ?? "";
        return [.. matter.Form.First(f => f.Key == "class").Choices.Select(c => new CityKind(c.Key, c.Label, GroupOf(c.Label.In("zh"))))];
    }

    public LocalText Kind(string key) => Matter.Form.First(f => f.Key == "class").Choices.FirstOrDefault(c => c.Key == key)?.Label ?? new LocalText(key);

    public LocalText Office(string? function) => function is null ? new LocalText("") : organisations.All.FirstOrDefault(o => o.Function == function && o.Division == Places.District.Division)?.Name ?? new LocalText(function);

    /// <summary>The command centre, whose area is the district; null when the deployment has none.</summary>
    public Organisation? Command() => organisations.All.FirstOrDefault(o => o.Function == Function);

    public static Tone ToneOf(TicketStage state) => state switch
    {
        TicketStage.Reported => Tone.Warn,
        TicketStage.Handling or TicketStage.Checking or TicketStage.Answering => Tone.Info,
        TicketStage.Closed => Tone.Good,
        _ => Tone.Quiet,
    };
}
