using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Zhuangjin.DataSharing.Contracts;

/// <summary>What a recipient sees of a value instead of the value. Every form has a fixed shape, so that it does not tell how long the value is.</summary>
public enum Mask
{
    /// <summary>The value itself.</summary>
    None,

    /// <summary>First character of a name and two stars: "张**".</summary>
    Name,

    /// <summary>Division and last character of an identity number: "450202***********7".</summary>
    Identity,

    /// <summary>First three and last four digits of a telephone number: "138****0001".</summary>
    Phone,

    /// <summary>First six characters of an address and four stars.</summary>
    Address,

    /// <summary>The year of a date or an instant.</summary>
    Year,

    /// <summary>A name for the value that is the same within the grant and means nothing outside it: 32 hexadecimal digits.</summary>
    Pseudonym,
}

/// <summary>An item as a grant gives it.</summary>
public sealed record GrantedItem(string Key, Mask Mask = Mask.None);

/// <summary>How a condition compares the value of an item. A missing value satisfies none of them.</summary>
public enum Comparison
{
    /// <summary>The value is one of the condition's.</summary>
    In,

    /// <summary>There is a value, and it is none of the condition's.</summary>
    NotIn,

    /// <summary>The value begins with one of the condition's: divisions below "4502".</summary>
    StartsWith,

    AtLeast,

    AtMost,
}

/// <summary>Which rows a grant lets through, as a typed tree. It is evaluated by this engine's own code and never written as SQL.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Every), "every")]
[JsonDerivedType(typeof(Some), "some")]
[JsonDerivedType(typeof(Where), "where")]
public abstract record RowFilter;

/// <summary>All of the parts hold; without parts, always.</summary>
public sealed record Every(ImmutableArray<RowFilter> Parts) : RowFilter;

/// <summary>One of the parts holds; without parts, never.</summary>
public sealed record Some(ImmutableArray<RowFilter> Parts) : RowFilter;

/// <summary>A condition on one item.</summary>
/// <param name="Values">As the one text of the item's type; <see cref="Comparison.AtLeast"/> and <see cref="Comparison.AtMost"/> take exactly one.</param>
public sealed record Where(string Item, Comparison Comparison, ImmutableArray<string> Values) : RowFilter;

/// <summary>What a department asks for (数据共享申请).</summary>
/// <param name="RecipientId">The organisation that will use the data.</param>
/// <param name="Purpose">What for, as residents will read it.</param>
/// <param name="Basis">The law or decision on which the recipient acts.</param>
/// <param name="Rows">Null for all rows.</param>
/// <param name="Days">How long the grant shall run.</param>
/// <param name="DailyQuota">Records that may leave a day.</param>
public sealed record NewShareRequest(
    string Resource,
    string RecipientId,
    string Purpose,
    string Basis,
    ImmutableArray<GrantedItem> Items,
    RowFilter? Rows,
    int Days,
    int DailyQuota);

public enum ShareRequestState
{
    /// <summary>With the provider.</summary>
    Pending,

    Granted,

    Refused,
}

/// <summary>A request with where it stands.</summary>
/// <param name="Description">Number of the description that it was made against.</param>
/// <param name="CaseId">The case in which the provider decides; null when none was needed or it is not open yet.</param>
/// <param name="Answer">Why it was refused: the provider's words, or the law that forbids sharing; null otherwise.</param>
public sealed record ShareRequest(
    string Id,
    NewShareRequest Asked,
    int Description,
    string ProviderId,
    DateTimeOffset At,
    ShareRequestState State,
    string? CaseId,
    string? GrantId,
    string? Answer);

/// <summary>A permission to use (数据共享授权). It never changes; it runs out or is revoked.</summary>
/// <param name="Until">Last day.</param>
public sealed record Grant(
    string Id,
    string RequestId,
    string Resource,
    int Description,
    string ProviderId,
    string RecipientId,
    string Purpose,
    string Basis,
    ImmutableArray<GrantedItem> Items,
    RowFilter? Rows,
    int DailyQuota,
    DateTimeOffset At,
    DateOnly Until)
{
    /// <summary>When the provider or an overseer took it back; null while it stands.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    public string? RevokedBecause { get; init; }
}

/// <summary>Requests and grants; the only way in for pages, API, cases and demo alike.</summary>
public interface ISharingDesk
{
    /// <summary>Asks for data. 无条件共享 is granted at once; 有条件共享 goes to the provider; 不予共享 is refused with its basis.</summary>
    /// <exception cref="Kernel.Faults.InvalidInputException">Each fault at its field.</exception>
    /// <exception cref="Kernel.Faults.DeniedException">The actor may not ask for this organisation.</exception>
    Task<ShareRequest> AskAsync(Security.Contracts.Actor actor, NewShareRequest asked, CancellationToken cancel = default);

    /// <summary>Takes the provider's decision over a pending request. The same decision again changes nothing.</summary>
    /// <param name="refusal">Why not; null when granted.</param>
    Task<ShareRequest> DecideAsync(Security.Contracts.Actor actor, string requestId, string? refusal, CancellationToken cancel = default);

    /// <summary>Takes a grant back; every node refuses it within a second. Twice changes nothing.</summary>
    /// <exception cref="Kernel.Faults.DeniedException">Neither the provider nor an overseer.</exception>
    Task<Grant> RevokeAsync(Security.Contracts.Actor actor, string grantId, string reason, CancellationToken cancel = default);

    /// <summary>Requests that the actor's departments made or have to answer, newest first.</summary>
    Task<IReadOnlyList<ShareRequest>> RequestsAsync(Security.Contracts.Actor actor, int most, CancellationToken cancel = default);

    /// <summary>Grants to or by the actor's departments, newest first.</summary>
    Task<IReadOnlyList<Grant>> GrantsAsync(Security.Contracts.Actor actor, int most, CancellationToken cancel = default);

    /// <summary>A grant to or by the actor's departments; null when there is none of this id for him.</summary>
    Task<Grant?> FindAsync(Security.Contracts.Actor actor, string grantId, CancellationToken cancel = default);
}

/// <summary>Port: who has a provider decide over a request. Answered by the host with the Cases engine.</summary>
public interface IRequestReviews
{
    /// <summary>Opens the case and returns its id; null when no matter runs for it, and the provider's steward decides on the page of requests. Called again for the same request it goes on with the same draft.</summary>
    Task<string?> OpenAsync(Security.Contracts.Actor actor, ShareRequest request, CancellationToken cancel = default);
}

/// <summary>What followers of the log do with requests whose cases have ended.</summary>
public interface IShareDecisions
{
    /// <summary>The request that the case is about; null for other cases.</summary>
    Task<ShareRequest?> OfCaseAsync(string caseId, CancellationToken cancel = default);

    /// <summary>Closes the request as its case ended. Closed requests stay as they are.</summary>
    /// <param name="refusal">Why not; null when granted.</param>
    Task DecideAsync(string requestId, string? refusal, CancellationToken cancel = default);
}

/// <summary>Single records under a grant.</summary>
public interface IPoolRecords
{
    /// <summary>The records whose key has this value, as the grant lets them through. Those outside it are not told from those that do not exist; the answer is on record before it is given.</summary>
    /// <exception cref="Kernel.Faults.DeniedException">There is no such grant for the actor, or it has ended.</exception>
    /// <exception cref="Kernel.Faults.InvalidInputException">Records of this grant are not found by this item.</exception>
    /// <exception cref="Kernel.Faults.RefusalException">The day's quota is used up.</exception>
    Task<FoundRecords> FindAsync(Security.Contracts.Actor actor, string resource, string grantId, string key, string value, CancellationToken cancel = default);
}

/// <param name="Items">The columns, in the order of each record's values.</param>
/// <param name="Use">Id of the log's entry about this answer.</param>
public sealed record FoundRecords(string Resource, int Version, DateTimeOffset AsOf, ImmutableArray<string> Items, IReadOnlyList<string?[]> Records, string Use);

/// <summary>Who relies on a resource, for telling them of changes. Rights are the asker's business.</summary>
public interface IGrantHolders
{
    /// <summary>Grants on the resource that have not ended, newest first.</summary>
    Task<IReadOnlyList<Grant>> StandingAsync(string resource, CancellationToken cancel = default);
}
