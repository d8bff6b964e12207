using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.DataSharing.Contracts;

/// <summary>共享类型: how a department shares a resource with others (Interim Measures for Sharing Government Information Resources, State Council 2016 no. 51, art. 9).</summary>
public enum SharingClass
{
    /// <summary>无条件共享: every department may use it, for a stated purpose.</summary>
    Unconditional,

    /// <summary>有条件共享: some departments may, under conditions that the provider decides on.</summary>
    Conditional,

    /// <summary>不予共享: nobody else may; needs a law, regulation or State Council policy as its basis.</summary>
    Withheld,
}

/// <summary>更新周期: how often the provider promises new data.</summary>
public enum UpdateCycle
{
    RealTime,
    Daily,
    Weekly,
    Monthly,
    Quarterly,
    Yearly,
    Irregular,
}

/// <summary>基础信息资源类: which of the base libraries a resource belongs to.</summary>
public enum BaseLibrary
{
    None,

    /// <summary>人口库.</summary>
    Person,

    /// <summary>法人库.</summary>
    Enterprise,

    /// <summary>自然资源和空间地理、标准地址库.</summary>
    Place,
}

/// <summary>Type of an item's values. Each has one form as text: whole numbers and decimals in invariant digits, dates "yyyy-MM-dd", instants in RFC 3339, flags "true" and "false".</summary>
public enum ItemType
{
    Text,
    Integer,
    Decimal,
    Date,
    Instant,
    Flag,
}

/// <summary>How closely an item touches a person (GB/T 35273, Personal Information Protection Law art. 28).</summary>
public enum Sensitivity
{
    Open,
    Internal,

    /// <summary>个人信息.</summary>
    Personal,

    /// <summary>敏感个人信息.</summary>
    Sensitive,
}

/// <summary>One column of a resource (信息项).</summary>
/// <param name="Key">Lower-case name, unique within the resource: "id_no".</param>
/// <param name="Length">Most characters of a text, or digits of a decimal; 0 for no limit.</param>
/// <param name="Scale">Digits after the point of a decimal.</param>
/// <param name="Identifies">Whether the item is (part of) the key by which a record is found.</param>
/// <param name="Names">Whom the item names: "person" for an identity number, "enterprise" for a unified social credit code; null for neither. A lookup by it is a use about him.</param>
/// <param name="CodeList">Standard or list of allowed codes, such as "GB/T 2260"; null for free values.</param>
/// <param name="Source">The authoritative item that this one is taken from, when it is not authoritative itself (数源).</param>
public sealed record Item(
    string Key,
    LocalText Name,
    ItemType Type,
    int Length = 0,
    int Scale = 0,
    bool Required = false,
    bool Identifies = false,
    string? Names = null,
    string? CodeList = null,
    Sensitivity Sensitivity = Sensitivity.Internal,
    ItemPath? Source = null);

/// <summary>An item of the pool: "pop.person/id_no".</summary>
public readonly record struct ItemPath(string Resource, string Item)
{
    public override string ToString() => $"{Resource}/{Item}";

    /// <exception cref="FormatException">The text has not the form resource/item.</exception>
    public static ItemPath Parse(string text)
    {
        var at = text.LastIndexOf('/');
        return at > 0 && at < text.Length - 1 ? new(text[..at], text[(at + 1)..]) : throw new FormatException($"'{text}' names no item: write resource/item, such as pop.person/id_no.");
    }
}

/// <summary>What a department offers (信息资源): the core metadata of the national guide for compiling catalogues of government information resources (2017), and GB/T 21063.</summary>
/// <param name="Code">Lower-case dotted name, unique in the installation and kept for ever: "pop.person".</param>
/// <param name="ProviderId">The organisation that answers for it.</param>
/// <param name="Basis">Condition of sharing (conditional) or law on which the refusal rests (withheld).</param>
/// <param name="Method">共享方式: "api", "file", "subscription".</param>
/// <param name="Open">是否向社会开放: whether society may have it.</param>
/// <param name="Items">Columns, in order.</param>
public sealed record Description(
    string Code,
    LocalText Title,
    LocalText Summary,
    string ProviderId,
    SharingClass Sharing,
    string? Basis,
    ImmutableArray<string> Methods,
    UpdateCycle Cycle,
    BaseLibrary Library,
    bool Open,
    string? OpenCondition,
    ImmutableArray<string> Keywords,
    ImmutableArray<Item> Items)
{
    /// <summary>The other catalogue from which the description was read; null for what is described here.</summary>
    public Origin? Origin { get; init; }

    public Item? Find(string key) => Items.FirstOrDefault(i => i.Key == key);
}

/// <summary>Where a description was read that is not our own. Its data stay there.</summary>
/// <param name="Source">Code of the source.</param>
/// <param name="Title">Name of the source.</param>
/// <param name="Address">The data set's page at the source.</param>
/// <param name="Publisher">Who publishes it there.</param>
/// <param name="Licence">Under which it may be used; null when the source names none.</param>
/// <param name="LicenceAddress">Text of the licence.</param>
/// <param name="Files">What the source offers for download.</param>
public sealed record Origin(string Source, string Title, string Address, string? Publisher, string? Licence, string? LicenceAddress, ImmutableArray<OriginFile> Files);

/// <summary>A file at the source.</summary>
public sealed record OriginFile(string Name, string Format, string Address);

/// <summary>A description as it was at one time. It never changes; a change makes the next.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Hash">SHA-256 of the canonical JSON of the description.</param>
public sealed record DescriptionVersion(Description Description, int Number, DateTimeOffset At, string Hash);

/// <summary>The end of a resource: it is in the catalogue no longer, nobody may ask for it, and grants on it have ended.</summary>
public sealed record Withdrawal(DateTimeOffset At, string Reason);

/// <summary>The data of a resource as it was at one time: immutable Parquet files, named by their content.</summary>
/// <param name="Number">From 1; "pop.person@3" names the third.</param>
/// <param name="Description">Number of the description that its columns follow.</param>
/// <param name="Hash">SHA-256 over the digests of the shards in their order.</param>
public sealed record DataVersion(string Resource, int Number, int Description, DateTimeOffset At, long Rows, string Hash, ImmutableArray<Shard> Shards)
{
    public override string ToString() => $"{Resource}@{Number}";
}

/// <summary>One Parquet file of a version.</summary>
public sealed record Shard(string Sha256, long Rows, long Bytes);

/// <summary>The catalogue as others read it. Rights are the asker's business: descriptions are open to every department, data are not.</summary>
public interface ICatalogue
{
    /// <summary>The newest description of the resource; null when there is none of this code.</summary>
    Task<DescriptionVersion?> FindAsync(string code, CancellationToken cancel = default);

    /// <summary>A description by its number.</summary>
    Task<DescriptionVersion?> FindAsync(string code, int number, CancellationToken cancel = default);

    /// <summary>The newest data, or those of one number; null when there are none.</summary>
    Task<DataVersion?> DataAsync(string code, int? number = null, CancellationToken cancel = default);

    /// <summary>When and why the resource was withdrawn; null while it stands.</summary>
    Task<Withdrawal?> WithdrawalAsync(string code, CancellationToken cancel = default);
}
