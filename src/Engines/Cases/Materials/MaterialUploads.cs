using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Materials;

/// <summary>Takes files, and remembers who brought them.</summary>
internal sealed class MaterialUploads(IDatabase database, IFileStore files, IHeldCertificates certificates, TimeProvider time)
{
    /// <summary>Checks size and kind, stores the bytes, and returns the material as provided.</summary>
    public async Task<MaterialState> TakeAsync(Actor actor, Material material, string fileName, Stream content, CancellationToken cancel)
    {
        var field = "material." + material.Key;
        if (!material.MayUpload)
        {
            throw new InvalidInputException(field, "cases.fault.certificate-only");
        }
        await using var seekable = new FileBufferingReadStream(content, 64 * 1024, IMaterials.Largest + 1, Path.GetTempPath);
        try
        {
            await seekable.DrainAsync(cancel);
        }
        catch (IOException) when (seekable.Length >= IMaterials.Largest)
        {
            throw TooLarge(field);
        }
        if (seekable.Length == 0)
        {
            throw new InvalidInputException(field, "cases.fault.file-empty");
        }
        if (seekable.Length > IMaterials.Largest)
        {
            throw TooLarge(field);
        }
        var recognised = FileKinds.Recognise(seekable);
        var kind = FileNames.WordOf(recognised);
        if (!material.Accept.Contains(kind))
        {
            throw new InvalidInputException(field, "cases.fault.file-kind", string.Join(' ', material.Accept).ToUpperInvariant());
        }
        var stored = await files.SaveAsync(seekable, IMaterials.Largest, cancel);
        var at = time.GetUtcNow();
        await database.WriteAsync(session => session.ExecuteAsync(
            "insert into cases_upload (person, sha256, kind, at) values ($1, $2, $3, $4) on conflict (person, sha256) do update set at = excluded.at",
            actor.PersonId, stored.Sha256, kind, at.ToMicros()), cancel);
        return new(MaterialStatus.Provided, stored.Sha256, FileNames.Clean(fileName, recognised), stored.Size, null, null, at);
    }

    /// <summary>A certificate that the party holds as material.</summary>
    public async Task<MaterialState> TakeCertificateAsync(string partyId, Material material, string certificateId, CancellationToken cancel)
    {
        var held = await certificates.ValidAsync(partyId, certificateId, cancel);
        return held is not null && held.Type == material.FromCertificate
            ? new(MaterialStatus.Provided, null, null, 0, held.Id, held.Number, time.GetUtcNow())
            : throw new InvalidInputException("material." + material.Key, "cases.fault.certificate");
    }

    /// <summary>Refuses materials that name a file which the actor did not bring, or a certificate which is not the party's.</summary>
    public async Task DemandAsync(Actor actor, Matter matter, string partyId, IEnumerable<KeyValuePair<string, MaterialState>> brought, IReadOnlyDictionary<string, MaterialState>? known, CancellationToken cancel)
    {
        var faults = new List<Fault>();
        foreach (var (key, state) in brought)
        {
            if (known is not null && known.TryGetValue(key, out var same) && same == state)
            {
                continue;
            }
            var material = matter.Materials.FirstOrDefault(m => m.Key == key);
            if (material is null)
            {
                faults.Add(new("material." + key, "cases.fault.no-such-material"));
            }
            else if (state.CertificateId is { } certificate && (await certificates.ValidAsync(partyId, certificate, cancel))?.Type != material.FromCertificate)
            {
                faults.Add(new("material." + key, "cases.fault.certificate"));
            }
            else if (state.FileSha256 is { } digest && !await BroughtAsync(actor, digest, material, cancel))
            {
                faults.Add(new("material." + key, "cases.fault.not-your-file"));
            }
        }
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
    }

    /// <summary>What a stored file is; null when nobody brought it.</summary>
    public async Task<string?> KindAsync(string sha256, CancellationToken cancel) =>
        await database.ReadAsync(session => session.FirstAsync("select kind from cases_upload where sha256 = $1", r => r.GetString(0), sha256), cancel);

    private async Task<bool> BroughtAsync(Actor actor, string sha256, Material material, CancellationToken cancel)
    {
        var kind = await database.ReadAsync(session => session.FirstAsync("select kind from cases_upload where person = $1 and sha256 = $2", r => r.GetString(0), actor.PersonId, sha256), cancel);
        return kind is not null && material.MayUpload && material.Accept.Contains(kind);
    }

    private static InvalidInputException TooLarge(string field) =>
        new(field, "cases.fault.file-size", (IMaterials.Largest / 1024 / 1024).ToString(CultureInfo.InvariantCulture));
}
