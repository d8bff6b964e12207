using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>Has the newest checkpoint stamped by an authority, keeps the answer, and records it in the log.</summary>
internal sealed class TimeStampAnchoring(IDatabase database, IEvidenceRecorder recorder, TimeProvider time, OutsideWeb web)
{
    public const string Type = "evidence.anchored";

    public const string Stream = "evidence/anchors";

    private const int LongestAnswer = 1 << 20;

    /// <param name="always">Stamp also when nothing but the log's own housekeeping came since the last stamp.</param>
    /// <exception cref="TimeStampRefusedException">The answer does not hold.</exception>
    /// <exception cref="HttpRequestException">The authority does not answer.</exception>
    public async Task RunAsync(TimeStampAuthority authority, bool always, CancellationToken cancel)
    {
        var (state, last) = await database.ReadAsync(
            async session => (await LogState.LoadAsync(session), await AnchorRows.NewestOfAsync(session, AnchorKind.TimeStamp, authority.Name)), cancel);
        if (state is null || state.Size == 0 || (!always && last is not null && !await AnythingNewAsync(last.Size, cancel)))
        {
            return;
        }
        var text = SignedNote.Parse(state.Note).Text;
        var exchange = TimeStampExchange.Of(Encoding.UTF8.GetBytes(text), authority.Digest);
        var stamp = exchange.Judge(await AskAsync(authority.Address, exchange.Request, cancel), authority.Certificates);
        var digest = authority.Digest == TimeStampDigest.Sm3 ? "sm3" : "sha256";
        var anchor = new Anchor(Ids.New(time), AnchorKind.TimeStamp, authority.Name, state.Size, stamp.At, stamp.Response, text, digest);
        await KeepAsync(anchor, state.Root, stamp.Response, cancel);
    }

    /// <summary>Writes the anchor and its event together.</summary>
    public Task KeepAsync(Anchor anchor, byte[] root, byte[] proof, CancellationToken cancel)
    {
        var facts = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add("kind", anchor.Kind)
            .Add("name", anchor.Name)
            .Add("size", anchor.Size.ToString(CultureInfo.InvariantCulture))
            .Add("root", Convert.ToBase64String(root))
            .Add("time", anchor.At.ToChina().ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture))
            .Add("proof-sha256", Convert.ToBase64String(SHA256.HashData(proof)));
        return database.WriteAsync(
            async session =>
            {
                await AnchorRows.AddAsync(session, anchor);
                var sequence = await recorder.NextSequenceAsync(session, Stream);
                return await recorder.RecordAsync(session, new(Type, Stream, sequence, time.GetUtcNow(), "clock", facts, ImmutableSortedDictionary<string, string>.Empty));
            },
            cancel);
    }

    /// <summary>Whether something was sealed since that is not about the log itself, which would otherwise keep itself growing.</summary>
    private Task<bool> AnythingNewAsync(long size, CancellationToken cancel) => database.ReadAsync(
        session => session.FirstAsync("select 1 from evidence_entry where place >= $1 and stream not like 'evidence/%' limit 1", _ => true, size), cancel);

    private async Task<byte[]> AskAsync(Uri address, byte[] question, CancellationToken cancel)
    {
        using var content = new ByteArrayContent(question) { Headers = { ContentType = new MediaTypeHeaderValue("application/timestamp-query") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        return await web.FetchAsync(request, LongestAnswer, cancel);
    }
}
