using Microsoft.AspNetCore.Components;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Ui.Components;

/// <summary>What all form fields share: a label, a hint, the faults at this field, and how they are tied together for assistive technology.</summary>
public abstract class FieldBase : ComponentBase
{
    /// <summary>Name of the form value; also the <see cref="Fault.Field"/> of the faults that are shown here.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";

    [Parameter, EditorRequired] public string Label { get; set; } = "";

    [Parameter] public string? Hint { get; set; }

    [Parameter] public bool Required { get; set; }

    /// <summary>All faults of the form; the field picks its own.</summary>
    [Parameter] public IReadOnlyList<Fault> Faults { get; set; } = [];

    internal string FieldId => IdOf(Name);

    internal string HintId => FieldId + "-hint";

    internal string FaultId => FieldId + "-fault";

    internal IEnumerable<Fault> Own => Faults.Where(f => string.Equals(f.Field, Name, StringComparison.OrdinalIgnoreCase));

    internal bool IsFaulty => Own.Any();

    internal virtual bool HasHint => Hint is not null;

    internal string? DescribedBy => (HasHint, IsFaulty) switch
    {
        (true, true) => $"{HintId} {FaultId}",
        (true, false) => HintId,
        (false, true) => FaultId,
        _ => null,
    };

    internal string ControlCss(string control) => IsFaulty ? control + " is-invalid" : control;

    /// <summary>Id of the control of a field, for links of the fault summary.</summary>
    public static string IdOf(string name) => "field-" + string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '-'));
}
