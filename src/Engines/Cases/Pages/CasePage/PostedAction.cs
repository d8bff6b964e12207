using System.Globalization;
using Microsoft.AspNetCore.Http;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Cases.Pages.CasePage;

/// <summary>What a small form of the case page asks for: "AgreeItem:fire", on which version of the case, under which key.</summary>
/// <param name="Version">Version of the case that the person had before the eyes.</param>
/// <param name="Key">Idempotency key made with the page: sending a form twice acts once.</param>
internal sealed record PostedAction(string Name, string Subject, string Form, long Version, string Key)
{
    public static PostedAction Of(IFormCollection posted)
    {
        var asked = posted["do"].ToString().Split(':', 2);
        if (!ActionReader.Names.Contains(asked[0]) || !long.TryParse(posted["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw new InvalidInputException("", "cases.page.fault.unknown-action");
        }
        var subject = asked.Length > 1 ? asked[1] : "";
        // One page carries one key; each of its actions needs its own.
        return new(asked[0], subject, posted["form"].ToString(), version, $"{posted["key"]}-{asked[0]}-{subject}");
    }
}
