using Microsoft.AspNetCore.Http;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.DataSharing.Catalogue.Describing;

/// <summary>A description as the form's fields write it.</summary>
internal static class DescriptionForm
{
    private static readonly char[] Separators = ['、', ',', '，', ';', '；', ' '];

    public static readonly string[] Methods = ["api", "file", "subscription"];

    public static Dictionary<string, string> Write(Description d) => new(StringComparer.Ordinal)
    {
        ["code"] = d.Code,
        ["title"] = d.Title.ToString(),
        ["title-en"] = d.Title.Values.GetValueOrDefault("en", ""),
        ["summary"] = d.Summary.ToString(),
        ["summary-en"] = d.Summary.Values.GetValueOrDefault("en", ""),
        ["provider"] = d.ProviderId,
        ["sharing"] = d.Sharing.ToString(),
        ["basis"] = d.Basis ?? "",
        ["api"] = d.Methods.Contains("api") ? "on" : "",
        ["file"] = d.Methods.Contains("file") ? "on" : "",
        ["subscription"] = d.Methods.Contains("subscription") ? "on" : "",
        ["cycle"] = d.Cycle.ToString(),
        ["library"] = d.Library.ToString(),
        ["open"] = d.Open ? "on" : "",
        ["open-condition"] = d.OpenCondition ?? "",
        ["keywords"] = string.Join('、', d.Keywords),
        ["items"] = ItemCells.WriteLines(d),
    };

    public static Description Read(IReadOnlyDictionary<string, string> form, Description? before, List<Fault> faults)
    {
        return new(Text("code"), Local("title"), Local("summary"), Text("provider"), Choice<SharingClass>("sharing"), Maybe("basis"), [.. Methods.Where(m => Text(m).Length > 0)],
            Choice<UpdateCycle>("cycle"), Choice<BaseLibrary>("library"), Text("open").Length > 0, Maybe("open-condition"),
            [.. Text("keywords").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)], ItemCells.ReadLines(Text("items"), before, faults));

        string Text(string name) => form.GetValueOrDefault(name, "").Trim();

        string? Maybe(string name) => Text(name) is { Length: > 0 } text ? text : null;

        LocalText Local(string name) => new(Text(name), Maybe(name + "-en"));

        T Choice<T>(string name)
            where T : struct, Enum
        {
            if (Enum.TryParse<T>(Text(name), out var value) && Enum.IsDefined(value))
            {
                return value;
            }
            faults.Add(new(name, "sharing.catalogue.fault.choose"));
            return default;
        }
    }

    public static Dictionary<string, string> Posted(IFormCollection form) => form.Keys.ToDictionary(k => k, k => form[k].ToString(), StringComparer.Ordinal);
}
