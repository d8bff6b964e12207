using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Wording;

/// <summary>States, limits and values in the reader's words.</summary>
internal static class CaseWords
{
    public static string Of(this Phrases t, CasePhase phase) => t["cases.page.phase." + Lower(phase)];

    public static string Of(this Phrases t, Light light) => t["cases.page.light." + Lower(light)];

    public static string Of(this Phrases t, MaterialStatus status) => t["cases.page.material." + Lower(status)];

    public static string Of(this Phrases t, Limit limit) => t["cases.page.limit." + Lower(limit.Basis), limit.Length];

    public static string Of(this Phrases t, DueLine line) => t[line.Code, [.. line.Args]];

    /// <summary>Name of a person or organisation of the case; a plain word for the clock, and the id itself only when nobody knows it.</summary>
    public static string Name(this Phrases t, CaseView view, string id) => id switch
    {
        "clock" => t["cases.page.actor.clock"],
        _ when view.Names.TryGetValue(id, out var name) => t[name],
        _ when id == view.State.Applicant.Id => view.State.Applicant.Name,
        _ => id,
    };

    /// <summary>Working days or calendar days left, in the clock's own basis.</summary>
    public static string DaysLeft(this Phrases t, int? days, TimeBasis basis = TimeBasis.WorkingDay) => days switch
    {
        null => "",
        0 => t["ui.due.today"],
        > 0 => t[basis == TimeBasis.WorkingDay ? "cases.page.left.working" : "cases.page.left.calendar", days],
        _ => t[basis == TimeBasis.WorkingDay ? "cases.page.over.working" : "cases.page.over.calendar", -days],
    };

    /// <summary>A form value as people read it. Codes of persons and enterprises are masked.</summary>
    public static string Value(this Phrases t, Field field, string? value, IOrganisations? organisations = null)
    {
        if (string.IsNullOrEmpty(value))
        {
            return t["cases.page.value.none"];
        }
        var shown = field.Type switch
        {
            FieldType.Flag => t[value == "true" ? "cases.page.yes" : "cases.page.no"],
            FieldType.Choice => field.Choices.FirstOrDefault(c => c.Key == value) is { } choice ? t[choice.Label] : value,
            FieldType.Uscc or FieldType.CitizenId or FieldType.Phone => Masked(value),
            FieldType.Division => organisations?.Area(value) is { } area ? t["cases.page.with-unit", t[area.Name], value] : value,
            FieldType.Date when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => DateWords.Of(date, t.Language),
            FieldType.Decimal or FieldType.Integer when decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number.ToString("#,0.######", CultureInfo.InvariantCulture),
            _ => value,
        };
        return field.Unit is { } unit ? $"{shown} {unit}" : shown;
    }

    /// <summary>Keeps enough of a code to recognise it and too little to misuse it.</summary>
    public static string Masked(string code) => code.Length switch
    {
        <= 4 => "****",
        <= 11 => $"{code[..3]}****{code[^4..]}",
        _ => $"{code[..4]}{new string('*', code.Length - 8)}{code[^4..]}",
    };

    /// <summary>Bytes as people say them.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => $"{bytes / 1024.0:0.#} KB",
        _ => $"{bytes / 1024.0 / 1024.0:0.#} MB",
    };

    public static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Titles as a list of this language.</summary>
    public static string List(this Phrases t, IEnumerable<LocalText> titles) => string.Join(t["cases.page.list-separator"], titles.Select(x => t[x]));
}
