using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Cases.Worklists;

/// <summary>Where a page of work ended: the last row's sort value, case and item.</summary>
internal sealed record WorkCursor(string Key, string CaseId, string Item)
{
    /// <summary>How long the list was when its first page was read; null when nobody counted.</summary>
    public int? Total { get; init; }

    public long Number => long.Parse(Key, CultureInfo.InvariantCulture);

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Key}\n{CaseId}\n{Item}\n{Total}")));

    /// <exception cref="InvalidInputException">The text is no cursor of ours.</exception>
    public static WorkCursor Parse(string text, bool numeric)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n');
            if (parts.Length == 4 && (!numeric || long.TryParse(parts[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out _)))
            {
                return new(parts[0], parts[1], parts[2]) { Total = int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var total) ? total : null };
            }
        }
        catch (FormatException)
        {
            // Told below, like every other text that is no cursor.
        }
        throw new InvalidInputException("after", "cases.fault.cursor");
    }
}
