using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Following;

/// <summary>Brings a made certificate home to the case that ordered it.</summary>
internal sealed class IssuedCertificates(ICases cases) : ILogFollower
{
    public string Name => "cases.issued-certificates";

    public bool Wants(string type) => type == "certificates.issued";

    /// <remarks>What was issued from the books of before the platform names no case, and concerns none. Seen again after a crash, the case already has its certificate and the key answers without acting.</remarks>
    public Task HandleAsync(SealedEvent happened, CancellationToken cancel) =>
        happened.Facts.TryGetValue("case", out var caseId) && caseId.Length > 0 && happened.Facts.TryGetValue("certificate", out var certificate) && happened.Facts.TryGetValue("number", out var number)
            ? cases.ExecuteAsync(Actor.Clock, caseId, new AttachCertificate(certificate, number), idempotencyKey: "certificate/" + certificate, cancel: cancel)
            : Task.CompletedTask;
}
