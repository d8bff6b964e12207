namespace Zhuangjin.DataSharing.Contracts;

/// <summary>Takes what people say is wrong about them in the pool (数源更正). Each becomes a finding at the source, whose department settles it.</summary>
public interface ICorrections
{
    /// <summary>Compares what somebody gave with what the pool has of him, and reports each difference. The same difference is reported once while it is open.</summary>
    /// <param name="given">Values as their one text, by item.</param>
    /// <param name="ground">Where he gave them: "matter/{key}".</param>
    /// <returns>How many differences were reported anew.</returns>
    Task<int> ReportAsync(string subjectKind, string code, IReadOnlyDictionary<ItemPath, string> given, string ground, CancellationToken cancel = default);
}

/// <summary>How a department settled a correction.</summary>
public enum CorrectionOutcome
{
    /// <summary>The source was wrong and has been put right.</summary>
    Corrected,

    /// <summary>The source is right; the person is told why.</summary>
    Kept,
}
