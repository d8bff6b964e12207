using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Drafts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Importing;

/// <summary>A row as it will be entered, or with what is wrong at its targets.</summary>
internal sealed record ReadRow(
    string ApplicantName, string ApplicantCode, string? Subject, ImmutableSortedDictionary<string, string> Form, ImmutableSortedDictionary<string, MaterialState> Materials,
    OldRegister? Old, Organisation? Home, IReadOnlyList<Fault> Faults);

/// <summary>Makes an application of a row's cells. Without a database, so that a whole sheet is checked in a moment.</summary>
internal sealed class RowReader(CaseLogic logic, IOrganisations organisations, TimeProvider time)
{
    public const string Name = "applicant.name";
    public const string Code = "applicant.code";
    public const string Subject = "subject";
    public const string Number = "old.number";
    public const string SubmittedOn = "old.submitted";
    public const string DecidedOn = "old.decided";
    public const string Outcome = "old.outcome";

    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy/M/d", "yyyy-M-d", "yyyy.M.d", "yyyy年M月d日", "yyyyMMdd"];

    public static IReadOnlyList<ImportTarget> Targets(Matter matter, ImportKind kind)
    {
        var targets = new List<ImportTarget> { new(Name, null, "cases.import.target.name", true), new(Code, null, "cases.import.target.code", true) };
        if (kind == ImportKind.OldCases)
        {
            targets.AddRange([new(Number, null, "cases.import.target.number", true), new(SubmittedOn, null, "cases.import.target.submitted", true), new(DecidedOn, null, "cases.import.target.decided", true), new(Outcome, null, "cases.import.target.outcome", true)]);
        }
        if (matter.SubjectSource is not null)
        {
            targets.Add(new(Subject, null, "cases.import.target.subject", false));
        }
        targets.AddRange(matter.Form.Where(f => f.Compute is null && f.By is null).Select(f => new ImportTarget("form." + f.Key, f.Label, null, f.Required && kind == ImportKind.Applications)));
        return targets;
    }

    public ReadRow Read(CompiledMatter compiled, ImportKind kind, IReadOnlyDictionary<string, string> cells)
    {
        var matter = compiled.Matter;
        var now = time.GetUtcNow();
        var faults = new List<Fault>();
        var name = cells.GetValueOrDefault(Name, "").Trim();
        var code = Uscc.Normalise(cells.GetValueOrDefault(Code, ""));
        if (name.Length is < 2 or > 100)
        {
            faults.Add(new(Name, "cases.fault.required"));
        }
        if ((code.All(char.IsAsciiDigit) || code is [.., 'X'] && code[..^1].All(char.IsAsciiDigit) ? CitizenId.Check(Code, code, now.ChinaDate()) : Uscc.Check(Code, code)) is { } wrong)
        {
            faults.Add(wrong);
        }
        var form = matter.Form.Where(f => f.Compute is null && f.By is null)
            .Select(f => (f.Key, Value: Canonical(f, cells.GetValueOrDefault("form." + f.Key, ""))))
            .Where(f => f.Value.Length > 0)
            .ToImmutableSortedDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        var old = kind == ImportKind.OldCases ? Old(cells, now.ChinaDate(), faults) : null;
        // The papers lie in the file of the office that takes them in.
        var materials = matter.Materials.Where(m => old is null && m.Required)
            .ToImmutableSortedDictionary(m => m.Key, _ => new MaterialState(MaterialStatus.Provided, null, "纸质材料", 0, null, null, now), StringComparer.Ordinal);
        faults.AddRange(old is null ? logic.Check(compiled, form, ImmutableSortedDictionary<string, MaterialState>.Empty).Where(f => !f.Field.StartsWith("material.", StringComparison.Ordinal)) : FormCheck.Check(compiled, form, materials, forSubmission: false));
        var home = matter.DivisionField is not { } division ? organisations.Resolve(matter.Office, organisations.Root.Id) ?? organisations.Root
            : form.TryGetValue(division, out var place) ? organisations.Area(place) : null;
        if (home is null && matter.DivisionField is { } wanted && faults.All(f => f.Field != "form." + wanted))
        {
            faults.Add(new("form." + wanted, "cases.fault.no-such-area"));
        }
        return new(name, code, cells.GetValueOrDefault(Subject, "").Trim() is { Length: > 0 } subject ? subject : null, old is null ? CaseLogic.Complete(compiled, form) : form, materials, old, home, faults);
    }

    /// <summary>Sheets say 是, a choice's label, an area's name, 2022/8/16; cases the canonical text.</summary>
    private string Canonical(Field field, string cell) => field.Type switch
    {
        FieldType.Flag => cell.Trim() switch { "是" or "有" or "√" or "Y" or "y" or "1" or "TRUE" => "true", "否" or "无" or "×" or "N" or "n" or "0" or "FALSE" => "false", var other => other },
        FieldType.Choice => field.Choices.FirstOrDefault(c => c.Label.ToString() == cell.Trim())?.Key ?? cell.Trim(),
        FieldType.Division => organisations.All.FirstOrDefault(o => o.Function is null && o.Name.ToString() == cell.Trim())?.Division ?? cell.Trim(),
        FieldType.Date => Day(cell) is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : cell.Trim(),
        _ => TypedValue.Of(field, cell),
    };

    private static OldRegister Old(IReadOnlyDictionary<string, string> cells, DateOnly today, List<Fault> faults)
    {
        var number = cells.GetValueOrDefault(Number, "").Trim();
        if (number.Length is 0 or > 60)
        {
            faults.Add(new(Number, "cases.fault.required"));
        }
        var submitted = Needed(SubmittedOn);
        var decided = Needed(DecidedOn);
        if (submitted is { } from && decided is { } to && (to < from || to > today))
        {
            faults.Add(new(DecidedOn, "cases.fault.old-dates"));
        }
        var outcome = cells.GetValueOrDefault(Outcome, "").Trim();
        var granted = outcome is "准予" or "办结" or "通过" or "同意" or "granted";
        if (!granted && outcome is not ("不予" or "不予许可" or "不通过" or "退件" or "refused"))
        {
            faults.Add(new(Outcome, "cases.fault.old-outcome"));
        }
        return new(number, submitted ?? default, decided ?? default, granted);

        DateOnly? Needed(string target)
        {
            var day = Day(cells.GetValueOrDefault(target, ""));
            if (day is null)
            {
                faults.Add(new(target, "cases.fault.date"));
            }
            return day;
        }
    }

    private static DateOnly? Day(string cell) => DateOnly.TryParseExact(cell.Trim(), Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
