using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Bulletins;
using Zhuangjin.DataSharing.Quality.Mending;
using Zhuangjin.DataSharing.Quality.Running;

namespace Zhuangjin.DataSharing.Quality.Pages;

/// <summary>What /quality shows.</summary>
/// <param name="Described">By code.</param>
/// <param name="Corrections">Corrections by people that are open, by code.</param>
/// <param name="Again">A bulletin that was just counted again, with what came of it.</param>
internal sealed record Overview(
    IReadOnlyList<DepartmentScore> Ranking,
    IReadOnlyList<StoredRun> Runs,
    IReadOnlyList<StoredMending> Mendings,
    IReadOnlyDictionary<string, Description> Described,
    IReadOnlyDictionary<string, int> Corrections,
    IReadOnlyList<QualityBulletin> Bulletins,
    (QualityBulletin Bulletin, bool Same)? Again)
{
    public long Rows => Runs.Sum(r => r.Result.Rows);

    public long Failing => Runs.Sum(r => r.Result.Rows - r.Result.Clean);

    public double Score => DepartmentScore.Of(Runs.Select(r => r.Result));

    public string ProviderOf(string resource) => Described.TryGetValue(resource, out var description) ? description.ProviderId : "";

    public int Open => Mendings.Count(m => m.ClosedAt is null);

    public int Overdue(DateOnly today) => Mendings.Count(m => m.ClosedAt is null && m.Stage == MendingStage.Mending && m.Due < today);

    public int Passed => Mendings.Count(m => m.Passed == true);
}
