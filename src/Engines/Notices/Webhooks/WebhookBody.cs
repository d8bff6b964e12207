using System.Text.Encodings.Web;
using System.Text.Json;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Notices.Delivering;

namespace Zhuangjin.Notices.Webhooks;

/// <summary>What a subscriber is posted: the event as anybody may read it in the log, and where its proof is. No names and no private values.</summary>
internal static class WebhookBody
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(SealedEvent happened) => JsonSerializer.Serialize(
        new
        {
            type = happened.Type,
            timestamp = happened.At,
            data = new { stream = happened.Stream, sequence = happened.Sequence, actor = happened.Actor, facts = happened.Facts, index = happened.Index, proof = $"/log/proof/{happened.EntryId}.tlog-proof" },
        },
        Json);

    /// <summary>The log entry's id is the post's id: a receiver that was told twice can see it.</summary>
    public static Delivery Delivery(Subscription to, SealedEvent happened, DateTimeOffset now) => new(Ids.New(now), Channel.Webhook, to.Id, happened.EntryId, Of(happened), now, now);
}
