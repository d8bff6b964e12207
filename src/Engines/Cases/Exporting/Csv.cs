namespace Zhuangjin.Cases.Exporting;

/// <summary>Cells of a CSV file after RFC 4180.</summary>
internal static class Csv
{
    /// <summary>What spreadsheet programs take for a formula; a leading apostrophe makes it a text. An applicant's name must run nothing on a clerk's machine.</summary>
    private const string Formula = "=+-@\t\r";

    public static string Cell(string value)
    {
        if (value.Length > 0 && Formula.Contains(value[0], StringComparison.Ordinal) && !decimal.TryParse(value, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out _))
        {
            value = "'" + value;
        }
        return value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
