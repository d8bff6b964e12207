using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Changes;

/// <summary>How far the reader of a grant's changes has come: all up to version <see cref="From"/>, and of what changed from there to <see cref="To"/> the first <see cref="Read"/> keys.</summary>
/// <param name="To">Equal to <paramref name="From"/> when nothing is read in part.</param>
/// <param name="Digest">Of the changes that are read in part; when they were made again otherwise, they are read from their beginning.</param>
/// <remarks>Only cursors that this installation gave out under the grant are taken: with a cursor of one's own one could ask what stood in the pool before the grant was made.</remarks>
internal sealed record ChangeCursor(int From, int To, int Read, string Digest)
{
    private const int SealDigits = 20;

    public static ChangeCursor After(int version) => new(version, version, 0, "");

    public string Write(byte[] master, string grantId)
    {
        var text = Text;
        return text + "-" + Seal(master, grantId, text);
    }

    /// <summary>Null when the text is no cursor of this grant.</summary>
    public static ChangeCursor? Parse(string text, byte[] master, string grantId)
    {
        var parts = text.Split('-');
        if (parts.Length is not (2 or 5) || parts[^1].Length != SealDigits)
        {
            return null;
        }
        var said = text[..text.LastIndexOf('-')];
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Seal(master, grantId, said)), Encoding.UTF8.GetBytes(parts[^1])))
        {
            return null;
        }
        var from = int.Parse(parts[0], CultureInfo.InvariantCulture);
        return parts.Length == 2 ? After(from) : new(from, int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture), parts[3]);
    }

    private string Text => From == To ? string.Create(CultureInfo.InvariantCulture, $"{From}") : string.Create(CultureInfo.InvariantCulture, $"{From}-{To}-{Read}-{Digest}");

    private static string Seal(byte[] master, string grantId, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(master, Encoding.UTF8.GetBytes($"cursor {grantId} {text}")))[..SealDigits];
}

/// <summary>What changed under one key: the records that the grant lets through now. None: there is nothing under this key for the recipient any more.</summary>
/// <param name="Key">Values of the key's items, as the grant gives them.</param>
/// <param name="Subjects">Whom the change names, for the log.</param>
internal sealed record KeyChange(string?[] Key, string?[][] Records, string[] Subjects);
