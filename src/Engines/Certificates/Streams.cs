namespace Zhuangjin.Certificates;

/// <summary>Names of the engine's streams in the log.</summary>
internal static class Streams
{
    public const string Revoked = "certificates.revoked";

    public static string Of(string certificateId) => "certificate/" + certificateId;
}
