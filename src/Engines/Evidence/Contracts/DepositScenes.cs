using System.Text.Json;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>A kind of business whose evidence departments deposit (存证场景).</summary>
/// <param name="Key">Stands in the stream: "deposit/{organisation}/{key}".</param>
/// <param name="Departments">Functions of the organisations that deposit here, in the packs' words; others may as well.</param>
/// <param name="Deposits">What is deposited.</param>
/// <param name="Retention">How long the depositor keeps the original, as he states it.</param>
public sealed record DepositScene(string Key, LocalText Name, IReadOnlyList<string> Departments, LocalText Deposits, LocalText Retention);

/// <summary>The catalogue of scenes (Deposits/Scenes/scenes.json).</summary>
public static class DepositScenes
{
    private static readonly Lazy<IReadOnlyList<DepositScene>> Loaded = new(Load);

    public static IReadOnlyList<DepositScene> All => Loaded.Value;

    public static DepositScene? Find(string key) => All.FirstOrDefault(s => s.Key == key);

    private static IReadOnlyList<DepositScene> Load()
    {
        using var stream = typeof(DepositScenes).Assembly.GetManifestResourceStream("Zhuangjin.Evidence.Deposits.Scenes.scenes.json")!;
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("scenes").EnumerateArray().Select(s => new DepositScene(
            s.GetProperty("key").GetString()!,
            Text(s, "name"),
            [.. s.GetProperty("departments").EnumerateArray().Select(d => d.GetString()!)],
            Text(s, "deposits"),
            Text(s, "retention")))];
    }

    private static LocalText Text(JsonElement scene, string name) => new(scene.GetProperty(name)[0].GetString()!, scene.GetProperty(name)[1].GetString());
}
