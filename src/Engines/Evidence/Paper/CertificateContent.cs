using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Evidence.Paper;

/// <summary>All that a certificate prints, taken from the proofs that it carries and from nowhere else.</summary>
/// <param name="Number">Follows from the content: the same proof gives the same number.</param>
/// <param name="Title">What the reader calls the thing; null for a single event.</param>
/// <param name="IsStream">True for all events of a stream, false for one event.</param>
/// <param name="Anchors">Outsiders that hold a checkpoint over all of the events.</param>
/// <param name="SealedAt">When the checkpoint of the main tree was signed, by the platform's clock.</param>
/// <param name="Address">Where the log shows it; goes into the QR code.</param>
/// <param name="Attachments">The proofs and the keys, by file name.</param>
internal sealed record CertificateContent(
    string Number,
    string? Title,
    bool IsStream,
    IReadOnlyList<ProvedEvent> Events,
    IReadOnlyList<PaperTree> Trees,
    IReadOnlyList<PaperAnchor> Anchors,
    DateTimeOffset SealedAt,
    string Address,
    IReadOnlyList<(string Name, string MediaType, byte[] Content)> Attachments)
{
    public PaperTree Main => Trees[0];

    public SealedEvent First => Events[0].Event!;
}
