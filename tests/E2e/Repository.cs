namespace Zhuangjin.E2e;

/// <summary>The checkout that these tests belong to.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Zhuangjin.slnx")) ? folder.FullName
        : folder.Parent is { } above ? Find(above)
        : throw new InvalidOperationException("The tests run outside of a checkout.");
}
