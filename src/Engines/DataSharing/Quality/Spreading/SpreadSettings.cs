using Microsoft.Extensions.Configuration;

namespace Zhuangjin.DataSharing.Quality.Spreading;

/// <summary>From how many shards on a run is spread over nodes (setting "Quality:SpreadFrom"). Below, the jobs would cost more than they save.</summary>
internal sealed record SpreadSettings(int Shards)
{
    public const int Default = 16;

    public static SpreadSettings Read(IConfiguration? configuration) => new(configuration?.GetValue("Quality:SpreadFrom", Default) ?? Default);
}
