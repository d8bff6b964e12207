using System.Collections.Immutable;

namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>One answer with data of the pool: what the log will say of it.</summary>
/// <param name="Resource">Code of the resource.</param>
/// <param name="Version">Number of the data version that answered.</param>
/// <param name="VersionHash">Its hash.</param>
/// <param name="Recipient">Id of the organisation that received it; "self" when people received their own data.</param>
/// <param name="Ground">Why: "grant/{id}", or "matter/{key}" where a form of the matter was filled in.</param>
/// <param name="Items">Items that were given.</param>
/// <param name="Rows">Records that were given; 0 when none was found, which is a use as well: somebody looked.</param>
/// <param name="Subjects">Identity numbers or credit codes of those whom the use was about, as far as it was about somebody. They enter the log as keyed hashes only.</param>
/// <param name="IsFile">Whether a whole file was given: whom it held is known by grant and version, see <see cref="FilePeople"/>.</param>
/// <param name="Stream">The log's stream of this use: the grant's, or the resource's own.</param>
internal sealed record Use(
    string Resource,
    int Version,
    string VersionHash,
    string Recipient,
    string Ground,
    ImmutableArray<string> Items,
    long Rows,
    ImmutableArray<string> Subjects,
    string Stream,
    bool IsFile = false);

/// <summary>A use as the index over the log knows it.</summary>
/// <param name="Entry">Id of the log's entry; its proof is found by it.</param>
/// <param name="Place">Its place in the log.</param>
internal sealed record RecordedUse(string Entry, long Place, DateTimeOffset At, string Resource, int Version, string Recipient, string Ground, ImmutableArray<string> Items, long Rows);
