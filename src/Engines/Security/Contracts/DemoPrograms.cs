namespace Zhuangjin.Security.Contracts;

/// <summary>The programs that the demo has registered. They exist only where the demo runs.</summary>
public static class DemoPrograms
{
    /// <summary>A department's own system, which calls the API in its own name (OAuth 2.0 client credentials): reviewer at the natural-resources bureau.</summary>
    public const string DepartmentSystem = "demo-department-system";

    public const string DepartmentSystemSecret = "demo-secret";

    /// <summary>An app that acts for the person who signs in (authorization code with PKCE).</summary>
    public const string App = "demo-app";

    public const string AppCallback = "http://127.0.0.1/callback";
}
