using System.Globalization;
using System.Text.RegularExpressions;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Checks an application against its matter. Faults name "form.{field}" or "material.{key}".</summary>
internal static partial class FormCheck
{
    private const int LongestText = 200;
    private const int LongestLongText = 4000;

    /// <param name="forSubmission">True when everything that is required must be there; false while it is being written.</param>
    /// <param name="today">The day against which dates of birth are checked; null to leave the future out of it.</param>
    public static IReadOnlyList<Fault> Check(CompiledMatter matter, IReadOnlyDictionary<string, string> form, IReadOnlyDictionary<string, MaterialState> materials, bool forSubmission, DateOnly? today = null)
    {
        var faults = new List<Fault>();
        var full = matter.Complete(form);
        foreach (var key in form.Keys.Where(k => matter.FindField(k) is null))
        {
            faults.Add(new("form." + key, "cases.fault.unknown-field"));
        }
        foreach (var field in matter.Matter.Form.Where(f => matter.IsAsked(f, full)))
        {
            CheckField(field, full.GetValueOrDefault(field.Key), forSubmission, today, faults);
        }
        foreach (var key in materials.Keys.Where(k => matter.FindMaterial(k) is null))
        {
            faults.Add(new("material." + key, "cases.fault.unknown-material"));
        }
        foreach (var material in matter.Matter.Materials)
        {
            CheckMaterial(material, matter.IsAsked(material, full), materials.GetValueOrDefault(material.Key), forSubmission, matter.Matter.Simulation?.Lacking.Contains(material.Key) == true, faults);
        }
        return faults;
    }

    /// <summary>Checks what an item's office fills in: all of it must be there.</summary>
    public static IReadOnlyList<Fault> CheckResults(CompiledMatter matter, string item, IReadOnlyDictionary<string, string> form, DateOnly today)
    {
        var faults = new List<Fault>();
        foreach (var field in matter.ResultsOf(item, form))
        {
            CheckField(field, form.GetValueOrDefault(field.Key), forSubmission: true, today, faults);
        }
        return faults;
    }

    private static void CheckField(Field field, string? value, bool forSubmission, DateOnly? today, List<Fault> faults)
    {
        var name = "form." + field.Key;
        if (string.IsNullOrWhiteSpace(value))
        {
            if (field.Required && forSubmission)
            {
                faults.Add(new(name, "cases.fault.required"));
            }
            return;
        }
        if (Wrong(field, name, value, today) is { } fault)
        {
            faults.Add(fault);
        }
    }

    /// <summary>What is wrong with a value that is there; null when nothing is.</summary>
    public static Fault? Wrong(Field field, string name, string value, DateOnly? today = null) =>
        field.Type switch
        {
            FieldType.Text => Length(name, value, field.Max ?? LongestText),
            FieldType.LongText => Length(name, value, field.Max ?? LongestLongText),
            FieldType.Integer => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? Range(field, name, whole) : new(name, "cases.fault.integer"),
            FieldType.Decimal => decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? Range(field, name, number) : new(name, "cases.fault.number"),
            FieldType.Flag => value is "true" or "false" ? null : new(name, "cases.fault.flag"),
            FieldType.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : new(name, "cases.fault.date"),
            FieldType.Choice => field.Choices.Any(c => c.Key == value) ? null : new(name, "cases.fault.choice"),
            FieldType.Uscc => Uscc.Check(name, value),
            FieldType.CitizenId => CitizenId.Check(name, value, today ?? DateOnly.MaxValue),
            FieldType.Division => Division.Check(name, value),
            FieldType.Phone => Phone().IsMatch(value) ? null : new Fault(name, "cases.fault.phone"),
            _ => throw new InvalidOperationException($"No check for fields of type {field.Type}."),
        };

    private static void CheckMaterial(Material material, bool asked, MaterialState? state, bool forSubmission, bool mayAwait, List<Fault> faults)
    {
        var name = "material." + material.Key;
        switch (state?.Status ?? MaterialStatus.Missing)
        {
            case MaterialStatus.Missing when asked && material.Required && forSubmission:
                faults.Add(new(name, material.DeferWithin is null ? "cases.fault.material-wanting" : "cases.fault.material-wanting-or-promise"));
                break;
            case MaterialStatus.Awaited when !mayAwait:
                faults.Add(new(name, "cases.fault.not-awaitable"));
                break;
            case MaterialStatus.Promised when material.DeferWithin is null:
                faults.Add(new(name, "cases.fault.not-deferrable"));
                break;
            case MaterialStatus.Provided when state!.FileSha256 is not null && !material.MayUpload:
                faults.Add(new(name, "cases.fault.certificate-only"));
                break;
            case MaterialStatus.Provided when state!.FileSha256 is null && state.CertificateId is null:
                faults.Add(new(name, "cases.fault.material-wanting"));
                break;
            default:
                break;
        }
    }

    private static Fault? Length(string name, string value, int most) =>
        value.Length <= most ? null : new(name, "cases.fault.too-long", most.ToString(CultureInfo.InvariantCulture), value.Length.ToString(CultureInfo.InvariantCulture));

    private static Fault? Range(Field field, string name, decimal value) =>
        value < field.Minimum ? new(name, "cases.fault.too-small", Text(field.Minimum.Value), field.Unit ?? "")
        : value > field.Maximum ? new(name, "cases.fault.too-large", Text(field.Maximum.Value), field.Unit ?? "")
        : null;

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A mobile number, or a landline with area code, as they are written in the People's Republic.</summary>
    [GeneratedRegex(@"^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Phone();
}
