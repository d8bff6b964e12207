using System.Collections.Concurrent;
using System.Globalization;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Certificates.Seals;

/// <summary>The keys of seals and of those who make them. All private keys lie in the vault; what a seal signs with is unwrapped here and goes nowhere else.</summary>
internal sealed class SealKeys(IKeyVault vault, IOrganisations organisations, PhraseBook phrases, TimeProvider time)
{
    /// <summary>Years for which a maker's certificate stands.</summary>
    private const int MakerYears = 20;

    private readonly ConcurrentDictionary<string, SealMakerKey> _makers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Sm2PrivateKey> _seals = new(StringComparer.Ordinal);

    /// <summary>The key of a version of a seal; made when there is none.</summary>
    public async ValueTask<Sm2PrivateKey> OfSealAsync(string sealId, long version, CancellationToken cancel)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"certificates/seal/{sealId}/{version}");
        return _seals.TryGetValue(name, out var known)
            ? known
            : _seals[name] = Sm2PrivateKey.FromPkcs8(await vault.GetOrCreateAsync(name, () => Sm2PrivateKey.Generate().ToPkcs8(), cancel));
    }

    /// <summary>The key and certificate of who makes seals (制章人); made when the organisation makes its first.</summary>
    public async ValueTask<SealMakerKey> OfMakerAsync(string organisationId, CancellationToken cancel)
    {
        if (_makers.TryGetValue(organisationId, out var known))
        {
            return known;
        }
        var key = Sm2PrivateKey.FromPkcs8(await vault.GetOrCreateAsync(MakerName(organisationId), () => Sm2PrivateKey.Generate().ToPkcs8(), cancel));
        var name = organisations.Find(organisationId)?.Name.In("zh") ?? organisationId;
        var title = phrases.Say("zh", "certificates.seal.maker", [name]);
        var from = time.GetUtcNow().ToChina().AddDays(-1);
        // The certificate is no secret; the vault keeps the first one that any node made, so that all nodes show the same.
        var bytes = await vault.GetOrCreateAsync(
            MakerName(organisationId) + "/certificate",
            () => Sm2Certificate.Issue(title, name, key.PublicKey, title, name, key, from, from.AddYears(MakerYears), authority: true).Bytes,
            cancel);
        return _makers[organisationId] = new(name, key, Sm2Certificate.Read(bytes));
    }

    /// <summary>The maker's certificate, for those who check; null when this organisation has made no seal.</summary>
    public async ValueTask<Sm2Certificate?> FindMakerAsync(string organisationId, CancellationToken cancel) =>
        _makers.TryGetValue(organisationId, out var known) ? known.Certificate
        : await vault.FindAsync(MakerName(organisationId) + "/certificate", cancel) is { } bytes ? Sm2Certificate.Read(bytes)
        : null;

    private static string MakerName(string organisationId) => "certificates/seal-maker/" + organisationId;
}

/// <param name="Name">The organisation's name.</param>
internal sealed record SealMakerKey(string Name, Sm2PrivateKey Key, Sm2Certificate Certificate);
