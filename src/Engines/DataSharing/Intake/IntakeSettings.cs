using Microsoft.Extensions.Configuration;

namespace Zhuangjin.DataSharing.Intake;

/// <summary>What an operator may set about intake, in the section "Pool".</summary>
internal sealed class IntakeSettings(IConfiguration configuration)
{
    /// <summary>Most bytes of one file ("Pool:LargestFile", in MB; 4096 unless set).</summary>
    public long LargestFile { get; } = configuration.GetValue("Pool:LargestFile", 4096L) << 20;

    /// <summary>Rows after which a run is safe ("Pool:ChunkRows").</summary>
    public int ChunkRows { get; } = configuration.GetValue("Pool:ChunkRows", 100_000);

    /// <summary>Pieces that are worked on at the same time ("Pool:IntakeThreads").</summary>
    public int Threads { get; } = configuration.GetValue("Pool:IntakeThreads", Math.Clamp(Environment.ProcessorCount - 1, 1, 4));

    /// <summary>Characters of rows that one piece holds at most, so that long rows take no more memory than short ones.</summary>
    public long ChunkCharacters => 16L << 20;

    /// <summary>The folder whose SQLite files may be sources ("Pool:SqliteFolder"); without it none may.</summary>
    public string? SqliteFolder { get; } = configuration["Pool:SqliteFolder"];

    /// <summary>Bad rows at which a run ends: the file is another than was meant.</summary>
    public long MostBadRows { get; } = configuration.GetValue("Pool:MostBadRows", 100_000L);
}
