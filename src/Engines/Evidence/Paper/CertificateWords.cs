using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Evidence.Paper;

/// <summary>The log's short words in those of the paper; what has no other word stays as the log has it.</summary>
internal sealed class CertificateWords(PhraseBook phrases, IActorNames? names = null)
{
    /// <summary>How deposits name the fields of a department's record.</summary>
    private const string OfRecord = "record.";

    public string Type(string type) => Known("evidence.event." + type) ?? type;

    public string Fact(string name) => Known("evidence.fact." + name)
        ?? (name.StartsWith(OfRecord, StringComparison.Ordinal) ? phrases.Say("zh", "evidence.fact.record", [Fact(name[OfRecord.Length..])]) : name);

    /// <summary>A fact's value: the name of an office where the fact names one.</summary>
    public string Value(string fact, string value) => fact is "office" or "home" ? names?.NameOf("office/" + value) ?? value : value;

    public string Actor(string actor) => names?.NameOf(actor) ?? Known("evidence.actor." + actor.Split('/')[0]) switch
    {
        null => actor,
        var word when actor.Contains('/', StringComparison.Ordinal) => $"{word}（{actor[(actor.IndexOf('/', StringComparison.Ordinal) + 1)..]}）",
        var word => word,
    };

    private string? Known(string key) => phrases.Has("zh", key) ? phrases.Say("zh", key, []) : null;
}
