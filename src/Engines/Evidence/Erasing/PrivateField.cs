using System.Text;

namespace Zhuangjin.Evidence.Erasing;

/// <summary>A private value and the salt of its commitment.</summary>
internal readonly record struct PrivateField(string Name, byte[] Salt, string Value)
{
    public static byte[] Write(IReadOnlyList<PrivateField> fields)
    {
        using var bytes = new MemoryStream(64 * fields.Count);
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write7BitEncodedInt(fields.Count);
        foreach (var field in fields)
        {
            writer.Write(field.Name);
            writer.Write7BitEncodedInt(field.Salt.Length);
            writer.Write(field.Salt);
            writer.Write(field.Value);
        }
        return bytes.ToArray();
    }

    /// <exception cref="EndOfStreamException">Not what <see cref="Write"/> wrote; after decryption with authentication this does not happen.</exception>
    public static IReadOnlyList<PrivateField> Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var fields = new PrivateField[reader.Read7BitEncodedInt()];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = new(reader.ReadString(), reader.ReadBytes(reader.Read7BitEncodedInt()), reader.ReadString());
        }
        return fields;
    }
}
