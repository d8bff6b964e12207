using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Zhuangjin.Notices.Delivering;

/// <summary>Posts JSON that its receiver can check, after the convention Standard Webhooks (standardwebhooks.com): headers <c>webhook-id</c>, <c>webhook-timestamp</c>
/// and <c>webhook-signature</c>, the last being <c>v1,</c> and the base 64 of HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
internal sealed class SignedPost(HttpMessageInvoker http, TimeProvider time)
{
    private const int LongestAnswer = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The client for posts: it follows no redirection, for the address is what was agreed on.</summary>
    public static HttpMessageInvoker Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Patience, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });

    public static string Sign(byte[] secret, string id, long seconds, string body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.{body}"))));

    /// <exception cref="DeliveryException">The receiver did not answer, or not with success. 410 Gone is final: it does not want this any more.</exception>
    public Task SendAsync(Uri address, byte[] secret, string id, string body, CancellationToken cancel) => SendAsync(address, secret, id, body, (_, _) => Task.FromResult(""), cancel);

    /// <summary>Posts, and reads what the receiver answered with success.</summary>
    /// <exception cref="DeliveryException">As for <see cref="SendAsync(Uri, byte[], string, string, CancellationToken)"/>; or the answer is longer than 64 KB.</exception>
    public Task<string> AskAsync(Uri address, byte[] secret, string id, string body, CancellationToken cancel) => SendAsync(address, secret, id, body, ReadAsync, cancel);

    private static async Task<string> ReadAsync(HttpContent answer, CancellationToken cancel)
    {
        await using var stream = await answer.ReadAsStreamAsync(cancel);
        var read = new byte[LongestAnswer + 1];
        var length = await stream.ReadAtLeastAsync(read, read.Length, throwOnEndOfStream: false, cancel);
        return length <= LongestAnswer ? Encoding.UTF8.GetString(read, 0, length) : throw new DeliveryException("its answer is longer than 64 KB", final: false);
    }

    private async Task<string> SendAsync(Uri address, byte[] secret, string id, string body, Func<HttpContent, CancellationToken, Task<string>> read, CancellationToken cancel)
    {
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", Sign(secret, id, seconds, body));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await http.SendAsync(request, patience.Token);
            if (!answer.IsSuccessStatusCode)
            {
                throw new DeliveryException($"{(int)answer.StatusCode} {answer.ReasonPhrase}", answer.StatusCode == HttpStatusCode.Gone);
            }
            return await read(answer.Content, patience.Token);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException)
        {
            throw new DeliveryException(trouble.Message, final: false, trouble);
        }
        catch (OperationCanceledException trouble) when (!cancel.IsCancellationRequested)
        {
            throw new DeliveryException($"no answer within {Patience.TotalSeconds:0} s", final: false, trouble);
        }
    }
}
