using Zhuangjin.Certificates.Contracts;

namespace Zhuangjin.Certificates.Seals;

/// <summary>What a seal's events say of it at an instant.</summary>
internal static class SealHistory
{
    public const string Made = "certificates.seal-made";
    public const string Suspended = "certificates.seal-suspended";
    public const string Resumed = "certificates.seal-resumed";
    public const string Revoked = "certificates.seal-revoked";
    public const string Renewed = "certificates.seal-renewed";
    public const string Used = "certificates.seal-used";

    public static string Stream(string sealId) => "seal/" + sealId;

    /// <summary>The status that the events give at an instant; null before the seal was made. A revocation is for good.</summary>
    /// <param name="events">Types and instants in the order of the log.</param>
    public static SealState? At(IEnumerable<(string Type, DateTimeOffset At)> events, DateTimeOffset instant)
    {
        SealState? status = null;
        foreach (var (type, at) in events)
        {
            if (at > instant)
            {
                break;
            }
            status = (type, status) switch
            {
                (_, SealState.Revoked) => SealState.Revoked,
                (Made, _) or (Resumed, _) => SealState.Active,
                (Suspended, _) => SealState.Suspended,
                (Revoked, _) => SealState.Revoked,
                _ => status,
            };
        }
        return status;
    }
}
