namespace Zhuangjin.Cases.Contracts;

/// <summary>串联交叉: an office that comes later in the order gives its opinion as a draft before its turn. A draft binds nobody and never counts for a join.</summary>
public sealed record GiveDraftOpinion(string Item, bool Favourable, string Text) : CaseCommand;

/// <summary>When its turn has come, the office makes its draft the answer, as it stands.</summary>
public sealed record ConfirmDraftOpinion(string Item) : CaseCommand;

/// <summary>The papers were shown early to an office whose turn comes later.</summary>
public sealed record ItemShared(string Item, string OrganisationId, string OrganisationPath) : CaseEvent;

public sealed record DraftOpinionGiven(string Item, bool Favourable, string Text) : CaseEvent;

/// <summary>The draft became the answer; the item's own answer follows.</summary>
public sealed record DraftOpinionConfirmed(string Item) : CaseEvent;

/// <summary>What an office knows and says of an item before its turn.</summary>
/// <param name="Favourable">Null while no draft was given.</param>
/// <param name="Confirmed">True once the draft was made the answer.</param>
public sealed record EarlyState(
    string Item,
    string OrganisationId,
    string OrganisationPath,
    DateTimeOffset SharedAt,
    bool? Favourable,
    string? Text,
    string? By,
    DateTimeOffset? At,
    bool Confirmed);
