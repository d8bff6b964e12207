namespace Zhuangjin.Web.Host;

/// <summary>The language of this request; Chinese until it is read.</summary>
internal sealed class RequestLanguage
{
    public string Value { get; set; } = "zh";
}
