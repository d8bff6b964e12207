using System.Text;
using Zhuangjin.Evidence.Tree;

namespace Zhuangjin.Evidence.Notes;

/// <summary>How a key signs notes; the first byte of a verifier key's base64 part (c2sp.org/signed-note, "Signature types").</summary>
internal enum KeyType : byte
{
    /// <summary>Ed25519 over the text (RFC 8032): a log's checkpoints.</summary>
    Ed25519 = 0x01,

    /// <summary>Ed25519 over a time and the text (c2sp.org/tlog-cosignature, version 1): a witness.</summary>
    Cosignature = 0x04,

    /// <summary>SM2 with SM3 over the text (GB/T 32918.2-2016), the signature as r ‖ s: checkpoints of the SM3 tree.
    /// The specification assigns no byte to it; 0xff is followed by <see cref="KeyMaterial.Sm2Name"/>.</summary>
    Sm2 = 0xff,
}

/// <summary>The bytes of public keys within verifier keys.</summary>
internal static class KeyMaterial
{
    /// <summary>The longer name that the specification recommends after 0xff.</summary>
    public const string Sm2Name = "zhuangjin/sm2-sm3/v1";

    /// <summary>The hash of the trees whose checkpoints a key of this type signs: national signatures stand over national hashes, and no others.</summary>
    public static ITreeHash TreeHash(KeyType type) => type == KeyType.Sm2 ? Sm3TreeHash.Instance : Sha256TreeHash.Instance;

    /// <summary>Bytes of the public key itself: 32 for Ed25519, the uncompressed point of 65 for SM2.</summary>
    public static int KeyLength(KeyType type) => type == KeyType.Sm2 ? 65 : 32;

    /// <summary>What stands between the name and the key, in the key's id and in its line.</summary>
    public static byte[] Prefix(KeyType type) => type == KeyType.Sm2 ? [(byte)type, .. Encoding.ASCII.GetBytes(Sm2Name)] : [(byte)type];
}
