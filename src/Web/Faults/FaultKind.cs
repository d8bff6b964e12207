namespace Zhuangjin.Web.Faults;

/// <summary>The ways in which a request can fail, each with its status and its words (web.fault.{kind}.title and .text).</summary>
internal sealed record FaultKind(string Key, int Status)
{
    public static readonly FaultKind BadRequest = new("bad-request", 400);
    public static readonly FaultKind FormExpired = new("form-expired", 400);
    public static readonly FaultKind NotSignedIn = new("not-signed-in", 401);
    public static readonly FaultKind Denied = new("denied", 403);
    public static readonly FaultKind NotFound = new("not-found", 404);
    public static readonly FaultKind WrongMethod = new("wrong-method", 405);
    public static readonly FaultKind Conflict = new("conflict", 409);
    public static readonly FaultKind TooLarge = new("too-large", 413);
    public static readonly FaultKind Invalid = new("invalid", 422);
    public static readonly FaultKind TooMany = new("too-many", 429);
    public static readonly FaultKind Broken = new("broken", 500);
    public static readonly FaultKind StorageFull = new("storage-full", 503);
    public static readonly FaultKind Unavailable = new("unavailable", 503);

    private static readonly FaultKind[] All = [BadRequest, NotSignedIn, Denied, NotFound, WrongMethod, Conflict, TooLarge, Invalid, TooMany, Broken, Unavailable];

    public static FaultKind OfStatus(int status) => Array.Find(All, k => k.Status == status) ?? (status >= 500 ? Broken with { Status = status } : BadRequest with { Status = status });
}
