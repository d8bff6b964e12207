using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Catalogue.Harvesting;

/// <summary>What somebody asked of a source by button.</summary>
internal enum HarvestRequest
{
    None,

    /// <summary>What changed since the last time.</summary>
    Changes,

    /// <summary>Everything again, also when very much would be withdrawn.</summary>
    Everything,
}

/// <summary>A catalogue elsewhere that is read into ours.</summary>
/// <param name="Code">First part of the codes of its resources.</param>
/// <param name="Address">Of the site; the API stands below it.</param>
/// <param name="ProviderId">The organisation that answers here for what is read.</param>
/// <param name="Licence">Holds where a data set names none.</param>
/// <param name="Cycle">How often it is read.</param>
/// <param name="Cursor">The newest metadata_modified that was read, as the source wrote it; null before the first.</param>
/// <param name="Next">When it is read next; null when it waits for nothing but a button.</param>
/// <param name="Tries">Failures since it last went well.</param>
/// <param name="Fault">Why the last reading stopped; null when it went well.</param>
internal sealed record HarvestSource(
    string Code, string Title, Uri Address, string ProviderId, string? Licence, UpdateCycle Cycle, bool Paused, string Person, DateTimeOffset ChangedAt,
    HarvestRequest Requested, string? Cursor, DateTimeOffset? HarvestedAt, DateTimeOffset? Next, int Tries, Fault? Fault);

/// <summary>A data set of a source.</summary>
/// <param name="Id">The source's own; its name may change.</param>
/// <param name="Code">Our resource.</param>
/// <param name="Modified">metadata_modified as it was read.</param>
/// <param name="Fault">Why it could not enter the catalogue; null when it did.</param>
internal sealed record HarvestedPackage(string Source, string Id, string Name, string Code, string Modified, DateTimeOffset? GoneAt, Fault? Fault);

/// <summary>What one reading of a source came to.</summary>
internal sealed record HarvestRun(string Id, string Source, DateTimeOffset At, DateTimeOffset EndedAt, int Seen, int Made, int Changed, int Refused, int Withdrawn, Fault? Fault);
