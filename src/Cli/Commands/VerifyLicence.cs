using System.Security.Cryptography;
using System.Text.Json;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj verify for electronic licences, presentations of them, and sealed papers: with the issuer's key and, when it is at hand, his signed status list.</summary>
internal static class VerifyLicence
{
    /// <returns>0 when all holds, 1 when something does not, 2 when it could not be checked.</returns>
    public static async Task<int> RunAsync(FileInfo file, byte[] bytes, FileInfo? issuer, FileInfo? status, bool json, Phrases texts, TextWriter output, CancellationToken cancel)
    {
        if (issuer is null)
        {
            await output.WriteLineAsync(texts["certificates.offline.key-needed"]);
            return 2;
        }
        IReadOnlyList<LicenceReport> reports;
        try
        {
            reports = LicenceVerifier.Verify(bytes, await File.ReadAllTextAsync(issuer.FullName, cancel), status is null ? null : await File.ReadAllBytesAsync(status.FullName, cancel), TimeProvider.System.GetUtcNow());
        }
        catch (CryptographicException)
        {
            await output.WriteLineAsync(texts["certificates.offline.no-key", issuer.Name]);
            return 2;
        }
        foreach (var report in reports)
        {
            if (json)
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(
                    new { file = file.Name, report.Answer, title = report.Title?.Values, fields = report.Fields.Select(f => new { label = f.Label.Values, value = f.Value }), report.StatusAt, report.StatusFresh },
                    JsonSerializerOptions.Web));
                continue;
            }
            await output.WriteLineAsync($"{(report.Answer == "valid" ? "✔" : "✘")} {texts["certificates.offline." + report.Answer]}{(report.Title is { } title ? "  " + texts[title] : "")}");
            foreach (var (label, value) in report.Fields)
            {
                await output.WriteLineAsync($"  {texts[label]}: {value}");
            }
            if (report.Title is not null)
            {
                await output.WriteLineAsync("  " + (report.StatusAt is { } at
                    ? texts[report.StatusFresh ? "certificates.offline.status" : "certificates.offline.status-old", at.ToChina().ToString("yyyy-MM-dd HH:mm")]
                    : texts["certificates.offline.no-status"]));
            }
        }
        return reports.Any(r => r.Answer == "other-key") ? 2 : reports.All(r => r.Answer == "valid") ? 0 : 1;
    }
}
