using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Evidence.Paper;

/// <summary>What the operator of the platform says of itself on evidence certificates: settings <c>Evidence:Certificate:*</c>. What is not set is printed as not set, never invented.</summary>
/// <param name="Issuer">Who issues the certificate.</param>
/// <param name="Points">The five things that a court looks at, in the order of <see cref="PointNames"/>.</param>
internal sealed record CertificateSettings(string Issuer, IReadOnlyList<string> Points)
{
    /// <summary>Names of the settings and of the text keys.</summary>
    public static readonly IReadOnlyList<string> PointNames = ["Qualification", "Neutrality", "System", "Technique", "Process"];

    /// <summary>Facts about the program itself, the same wherever it runs; the others only the operator can tell.</summary>
    private static readonly string[] OfTheProgram = ["Technique", "Process"];

    public static CertificateSettings Of(IServiceProvider services, ModuleSettings module)
    {
        var section = services.GetService<IConfiguration>()?.GetSection("Evidence:Certificate");
        var texts = services.GetRequiredService<PhraseBook>().In("zh");
        string Text(string name)
        {
            var kind = OfTheProgram.Contains(name, StringComparer.Ordinal) ? "program" : module.Demo ? "demo" : "unset";
            return section?[name] is { Length: > 0 } said ? said : texts[$"evidence.paper.{name.ToLowerInvariant()}.{kind}"];
        }
        return new(Text("Issuer"), [.. PointNames.Select(Text)]);
    }
}
