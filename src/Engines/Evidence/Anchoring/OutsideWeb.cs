namespace Zhuangjin.Evidence.Anchoring;

/// <summary>Requests to other parties' servers: bounded in time and length, without cookies and without following redirects.</summary>
internal sealed class OutsideWeb(TimeSpan timeout) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public OutsideWeb() : this(Patience) { }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) }) { Timeout = timeout };

    /// <exception cref="HttpRequestException">No answer, a bad status, too slow, or too long.</exception>
    public async Task<byte[]> FetchAsync(HttpRequestMessage request, int longest, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        try
        {
            using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            answer.EnsureSuccessStatusCode();
            await answer.Content.LoadIntoBufferAsync(longest, limit.Token);
            return await answer.Content.ReadAsByteArrayAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new HttpRequestException($"{request.RequestUri} did not answer within {timeout.TotalSeconds} seconds.", e);
        }
    }

    public void Dispose() => Client.Dispose();
}
