using System.Collections.Concurrent;
using System.Security.Cryptography;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Erasing;

/// <summary>The keys of subjects: made when a subject is first written about in this process, stored in the transaction of the first entry under them.</summary>
/// <remarks>No key is looked up for writing, so preparing an entry waits for nothing; a subject has as many keys as processes wrote about it.</remarks>
internal sealed class SubjectKeys(TimeProvider time)
{
    /// <summary>Keys remembered for writing. A subject that was forgotten just gets another key.</summary>
    private const int MostRemembered = 10_000;

    private const int SecretLength = 16;

    private static readonly byte[] Purpose = "zhuangjin/evidence/subject-keys/v1"u8.ToArray();

    private readonly ConcurrentDictionary<string, SubjectKey> _known = new(StringComparer.Ordinal);
    private MasterKey? _wrapping;

    private MasterKey Wrapping => _wrapping ?? throw new InvalidOperationException("The keys of private fields have not been opened yet.");

    /// <summary>Takes the secret that wraps all keys of subjects.</summary>
    public void Open(byte[] secret) => _wrapping = new(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, SecretLength, info: Purpose));

    /// <summary>The key under which this process writes about a subject.</summary>
    public SubjectKey Of(string subject)
    {
        if (_known.TryGetValue(subject, out var known))
        {
            return known;
        }
        if (_known.Count >= MostRemembered)
        {
            _known.Clear();
        }
        return _known.GetOrAdd(subject, Make);
    }

    /// <summary>Makes the next entry about a subject use a new key.</summary>
    public void Forget(string subject) => _known.TryRemove(subject, out _);

    /// <summary>The fields in a box, given its key as it is stored.</summary>
    /// <exception cref="CryptographicException">The key or the box was changed, or belongs to another installation.</exception>
    public IReadOnlyList<PrivateField> Read(string keyId, byte[] wrapped, string entryId, byte[] box) => SubjectKey.Open(Wrapping.Unwrap(keyId, wrapped), entryId, box);

    /// <summary>Stores what an entry hides, and its key when that is new.</summary>
    public async ValueTask StoreAsync(ISession session, string entryId, PreparedBox box)
    {
        var key = box.Key;
        if (!key.IsStored)
        {
            await session.DeferAsync(
                "insert into evidence_subject_key (id, subject, wrapped, at) values ($1, $2, $3, $4) on conflict (id) do nothing",
                [key.Id, key.Subject, key.Wrapped, key.At.ToMicros()]);
            session.AfterCommit(() => key.IsStored = true);
        }
        await session.DeferAsync(
            """
            insert into evidence_private_box (entry_id, key_id, box)
            select $1, $2, $3 where exists (select 1 from evidence_subject_key where id = $2 and wrapped is not null)
            """,
            [entryId, key.Id, box.Bytes],
            expectRows: 1,
            () =>
            {
                // Another node has erased the subject since; what is recorded anew about it gets a new key.
                Forget(key.Subject);
                return new ConflictException("evidence.fault.subject-just-erased");
            });
    }

    private SubjectKey Make(string subject)
    {
        var (id, key) = (Ids.New(time), RandomNumberGenerator.GetBytes(Sm4.KeyLength));
        return new(id, subject, key, Wrapping.Wrap(id, key), time.GetUtcNow());
    }
}
