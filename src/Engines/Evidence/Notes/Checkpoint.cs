using System.Globalization;

namespace Zhuangjin.Evidence.Notes;

/// <summary>A log's whole state in three lines (c2sp.org/tlog-checkpoint): whose, how many entries, which root.</summary>
internal sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    public string Text => $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n";

    /// <exception cref="FormatException">Not the text of a checkpoint with a root of 32 bytes.</exception>
    public static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n');
        var root = new byte[64];
        if (lines.Length < 4 || lines[0].Length == 0
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size.ToString(CultureInfo.InvariantCulture) != lines[1]
            || !Convert.TryFromBase64String(lines[2], root, out var length) || length != 32)
        {
            throw new FormatException("Not a checkpoint: origin, size and root, each on a line.");
        }
        var checkpoint = new Checkpoint(lines[0], size, root[..32]);
        return text.StartsWith(checkpoint.Text, StringComparison.Ordinal) ? checkpoint : throw new FormatException("The checkpoint's root is not in canonical base 64.");
    }

    public bool Equals(Checkpoint? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
