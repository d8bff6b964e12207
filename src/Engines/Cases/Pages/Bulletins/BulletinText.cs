using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Bulletins;

/// <summary>A bulletin's month and number in the reader's language.</summary>
internal static class BulletinText
{
    public static string Month(Phrases t, BulletinHead head) => t.Language == "zh"
        ? head.Month.ToString("yyyy年M月", CultureInfo.InvariantCulture)
        : head.Month.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    public static string Number(Phrases t, BulletinHead head)
    {
        var parts = head.Number.Split('-');
        var number = t["cases.supervise.print.number", parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture)];
        return head.Version == 1 ? number : number + t["cases.supervise.print.version", head.Version];
    }

    public static string Rate(decimal? rate) => rate is null ? "—" : rate.Value.ToString("0.#", CultureInfo.InvariantCulture) + "%";
}
