namespace Zhuangjin.Evidence.Entries;

/// <summary>Finds the entries of one stream: from its head backwards, each naming the one before it. There is no index by stream (007_sealing.sql says why).</summary>
internal static class StreamRows
{
    /// <summary>The ids of all entries of a stream, to stand after "id in". The stream is argument <paramref name="place"/> of the statement ("$1").</summary>
    public static string Ids(string place) => $"""
        (with recursive back (id) as (
          select entry_id from evidence_stream where stream = {place}
          union all
          select e.previous from back b join evidence_entry e on e.id = b.id where e.previous is not null)
        select id from back)
        """;
}
