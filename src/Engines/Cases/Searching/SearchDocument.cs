using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Searching;

/// <param name="Kind">"number", "subject", "applicant", "form" or "remark".</param>
/// <param name="Key">Key of the form's field.</param>
internal sealed record SearchField(string Kind, string? Key, string Text);

/// <summary>What of a case is searched. Made from its state and events alone.</summary>
/// <param name="Plain">All texts as they are compared, a line each.</param>
internal sealed record SearchDocument(string CaseId, string Plain, IReadOnlyList<SearchField> Fields, IReadOnlySet<int> Grams)
{
    private const int LongestField = 4_000;

    /// <summary>Words that people write into a step, whatever the step is.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal) { "Remark", "Reason", "Explanation", "Note" };

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Written = new();

    public static SearchDocument Of(Matter matter, CaseState state, IEnumerable<RecordedEvent> events, IOrganisations organisations)
    {
        var fields = Texts(matter, state, events, organisations);
        var plain = new StringBuilder();
        var grams = new HashSet<int>();
        foreach (var field in fields)
        {
            var text = PlainText.Of(field.Text).Text;
            plain.Append(text).Append('\n');
            Searching.Grams.Add(grams, text);
        }
        foreach (var office in Above(state.Items.Values.Select(i => i.OrganisationPath).Append(state.HomePath)))
        {
            grams.Add(Searching.Grams.Scope(office));
        }
        foreach (var office in Above(state.Items.Values.Where(i => i.Status == ItemStatus.Open && state.EndedAt is null).Select(i => i.OrganisationPath)))
        {
            grams.Add(Searching.Grams.Work(office));
        }
        return new(state.Id, plain.ToString(), fields, grams);
    }

    public string FieldsJson() => JsonSerializer.Serialize(Fields, SearchJson.Default.IReadOnlyListSearchField);

    public static IReadOnlyList<SearchField> ReadFields(string json) => JsonSerializer.Deserialize(json, SearchJson.Default.IReadOnlyListSearchField)!;

    /// <summary>Identity numbers, credit codes and telephone numbers are shown masked to officials (see Disclosure), so nobody finds a case by them either.</summary>
    private static List<SearchField> Texts(Matter matter, CaseState state, IEnumerable<RecordedEvent> events, IOrganisations organisations)
    {
        var subject = matter.SubjectField is { } named && state.Form.TryGetValue(named, out var given) ? given : matter.Title.ToString();
        var fields = new List<SearchField> { new("number", null, state.Number), new("subject", null, subject), new("applicant", null, state.Applicant.Name) };
        foreach (var field in matter.Form.Where(f => f.Key != matter.SubjectField && f.Type is not (FieldType.CitizenId or FieldType.Uscc or FieldType.Phone or FieldType.Flag)))
        {
            if (state.Form.TryGetValue(field.Key, out var value) && value.Length > 0)
            {
                fields.Add(new("form", field.Key, Cut(Shown(field, value, organisations))));
            }
        }
        foreach (var recorded in events)
        {
            foreach (var text in Said(recorded.Event))
            {
                fields.Add(new("remark", null, Cut(text)));
            }
        }
        return fields;
    }

    private static string Shown(Field field, string value, IOrganisations organisations) => field.Type switch
    {
        FieldType.Choice => field.Choices.FirstOrDefault(c => c.Key == value)?.Label.ToString() ?? value,
        FieldType.Division => organisations.Area(value)?.Name.ToString() ?? value,
        _ => value,
    };

    private static IEnumerable<string> Said(CaseEvent happened)
    {
        var properties = Written.GetOrAdd(happened.GetType(), static type => [.. type.GetProperties().Where(p => p.PropertyType == typeof(string) && Words.Contains(p.Name))]);
        foreach (var property in properties)
        {
            if (property.GetValue(happened) is string { Length: > 0 } text)
            {
                yield return text;
            }
        }
        if (happened is SupplementRequested asked)
        {
            foreach (var gap in asked.Gaps)
            {
                yield return gap.Note;
            }
        }
    }

    private static string Cut(string text) => text.Length <= LongestField ? text : text[..LongestField];

    /// <summary>All organisations on these paths.</summary>
    private static HashSet<string> Above(IEnumerable<string> paths) => [.. paths.SelectMany(p => p.Split('/', StringSplitOptions.RemoveEmptyEntries))];
}

[JsonSerializable(typeof(IReadOnlyList<SearchField>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class SearchJson : JsonSerializerContext;
