namespace Zhuangjin.Security.SignIn;

/// <summary>What a cookie or token says of its bearer: who, and of which state of the account.</summary>
internal static class SessionClaims
{
    public const string Person = "sub";

    /// <summary>Security stamp of the account when the cookie was given; a cookie of an older state is no longer accepted.</summary>
    public const string Stamp = "zj_stamp";
}
