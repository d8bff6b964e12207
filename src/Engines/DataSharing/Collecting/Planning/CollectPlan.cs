using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Collecting.Planning;

/// <summary>One thing that a collection asks of each of its subjects.</summary>
/// <param name="Key">Lower-case name, unique in the plan; the item's key in the resource that the collection becomes.</param>
/// <param name="Name">As workers read it.</param>
/// <param name="CodeList">Standard of allowed codes; null for free values.</param>
/// <param name="Item">The catalogue's item that is meant; null for a field defined here.</param>
/// <param name="Reason">Why it must be asked although the pool has it; null when the planner does not insist. The bureau decides on it.</param>
internal sealed record CollectField(string Key, string Name, ItemType Type, int Length = 0, int Scale = 0, bool Required = false, string? CodeList = null, ItemPath? Item = null, string? Reason = null)
{
    /// <summary>The field as an item of the resource that the collection becomes.</summary>
    public Item AsItem(string subject) => new(Key, new(Name), Type, Type == ItemType.Text && Length == 0 ? LongestText : Length, Scale, CodeList: CodeList, Sensitivity: subject == CollectPlan.Person ? Sensitivity.Personal : Sensitivity.Internal);

    /// <summary>Longest answer to a text field without a limit of its own.</summary>
    public const int LongestText = 200;
}

/// <summary>What a department wants collected (数据采集计划).</summary>
/// <param name="OfficeId">The department that plans and receives.</param>
/// <param name="Basis">Law, regulation or decision by which it may ask.</param>
/// <param name="Subject">About whom: "person" or "enterprise".</param>
/// <param name="Cycle">How often the department needs it anew.</param>
/// <param name="Deadline">Last day for the communities.</param>
/// <param name="Areas">Ids of the counties or communities that fill it in.</param>
internal sealed record CollectPlan(
    string OfficeId,
    string Title,
    string Purpose,
    string Basis,
    string Subject,
    UpdateCycle Cycle,
    DateOnly Deadline,
    ImmutableArray<string> Areas,
    ImmutableArray<CollectField> Fields)
{
    public const string Person = "person";

    public const string Enterprise = "enterprise";

    public static readonly ImmutableArray<string> Subjects = [Person, Enterprise];

    /// <summary>Key of the item by which subjects are found.</summary>
    public static string KeyOf(string subject) => subject == Person ? "id_no" : "uscc";

    public CollectField? Find(string key) => Fields.FirstOrDefault(f => f.Key == key);
}
