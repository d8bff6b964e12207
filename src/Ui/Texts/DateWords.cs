using System.Globalization;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Ui.Texts;

/// <summary>Dates and instants as they are written on pages: in Chinese time; 2022-08-16 09:30 in Chinese, 16 Aug 2022, 09:30 in English.</summary>
public static class DateWords
{
    public static string Of(DateOnly date, string language) =>
        date.ToString(language == "zh" ? "yyyy-MM-dd" : "d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset at, string language) =>
        at.ToChina().ToString(language == "zh" ? "yyyy-MM-dd HH:mm" : "d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);
}
