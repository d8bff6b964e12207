using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Drafts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Running;

/// <summary>How snapshots, events and drafts are written: compact, generated, the same on every node.</summary>
[JsonSerializable(typeof(CaseState))]
[JsonSerializable(typeof(CaseTimes))]
[JsonSerializable(typeof(CaseEvent))]
[JsonSerializable(typeof(CaseCommand))]
[JsonSerializable(typeof(DraftBody))]
[JsonSerializable(typeof(Matter))]
[JsonSerializable(typeof(MeetingState))]
[JsonSerializable(typeof(Announcement))]
internal sealed partial class CaseJson : JsonSerializerContext
{
    /// <summary>How they are stored.</summary>
    public static CaseJson Compact { get; } = new(Common());

    /// <summary>How programs may write commands: "type" may stand anywhere, enums are words.</summary>
    public static CaseJson Requests { get; } = new(new JsonSerializerOptions(Common())
    {
        AllowOutOfOrderMetadataProperties = true,
        PropertyNameCaseInsensitive = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter<MaterialStatus>() },
    });

    private static JsonSerializerOptions Common() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new LimitConverter(), new LocalTextConverter() },
    };

    public static string Write(CaseState state) => JsonSerializer.Serialize(state, Compact.CaseState);

    /// <summary>A snapshot written before a part of the state was known lacks it; generated readers leave such parts null instead of empty.</summary>
    public static CaseState ReadState(string json)
    {
        var state = JsonSerializer.Deserialize(json, Compact.CaseState)!;
        return state with
        {
            Exempted = state.Exempted ?? ImmutableSortedDictionary<string, ExemptionState>.Empty,
            Meetings = state.Meetings ?? ImmutableSortedDictionary<string, MeetingState>.Empty,
            Checks = state.Checks ?? ImmutableSortedDictionary<string, ChecksState>.Empty,
            Announcements = state.Announcements ?? ImmutableSortedDictionary<string, AnnouncementState>.Empty,
            Objections = state.Objections ?? ImmutableSortedDictionary<string, ObjectionState>.Empty,
            Hearings = state.Hearings ?? ImmutableSortedDictionary<string, HearingState>.Empty,
            Reviews = state.Reviews ?? ImmutableSortedDictionary<string, ReviewState>.Empty,
            Early = state.Early ?? ImmutableSortedDictionary<string, EarlyState>.Empty,
        };
    }

    public static CaseTimes ReadTimes(string json) => JsonSerializer.Deserialize(json, Compact.CaseTimes)!;

    public static string Write(CaseEvent happened) => JsonSerializer.Serialize(happened, Compact.CaseEvent);

    public static CaseEvent ReadEvent(string json) => JsonSerializer.Deserialize(json, Compact.CaseEvent)!;

    public static byte[] Bytes(CaseCommand command) => JsonSerializer.SerializeToUtf8Bytes(command, Compact.CaseCommand);
}

internal sealed class LimitConverter : JsonConverter<Limit>
{
    // A clock whose limit each promise brings has none of its own; that is written as zero, which no pack may say.
    public override Limit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is var text && text == default(Limit).ToString() ? default : Limit.Parse(text!);

    public override void Write(Utf8JsonWriter writer, Limit value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class LocalTextConverter : JsonConverter<LocalText>
{
    public override LocalText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var values = new List<KeyValuePair<string, string>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var language = reader.GetString()!;
            reader.Read();
            values.Add(new(language, reader.GetString()!));
        }
        return new(values);
    }

    public override void Write(Utf8JsonWriter writer, LocalText value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (language, text) in value.Values)
        {
            writer.WriteString(language, text);
        }
        writer.WriteEndObject();
    }
}
