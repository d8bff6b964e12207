using System.Net;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Cli.Commands;

/// <summary>How the program proves who it is: a token, or a client id and secret for which it asks one.</summary>
internal sealed record DepositLogin(string? Token, string? Client, string? Secret);

/// <summary>What the platform does not take; repeating does not help.</summary>
internal sealed class DepositRefused(string message) : Exception(message);

/// <summary>Deposits files one by one. What makes repeating safe: a receipt beside the file ends the work, and the key sent is the file's digest.</summary>
internal sealed class DepositRun(HttpClient web, DepositLogin login, string scene, string? subject, string? department, TimeProvider time)
{
    /// <summary>Smaller files are proved as a whole.</summary>
    private const long LargeFrom = FileDigests.ChunkLength;

    private const int Attempts = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private string? _token = login.Token;

    public static string ReceiptOf(FileInfo file) => file.FullName + ".receipt.json";

    public static string ProofOf(FileInfo file) => file.FullName + ".tlog-proof";

    /// <exception cref="DepositRefused">The platform refused; the message says why.</exception>
    public async Task<(DepositReceipt Receipt, bool Again)> DepositAsync(FileInfo file, CancellationToken cancel)
    {
        FileDigest digest;
        await using (var content = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous))
        {
            digest = await FileDigests.OfAsync(content, progress: null, cancel);
        }
        if (await KeptAsync(file, digest, cancel) is { } kept)
        {
            return (kept, true);
        }
        var large = digest.Size > LargeFrom;
        var deposit = new NewDeposit(
            scene, large ? DepositKinds.File : DepositKinds.Digest, $"zj:{scene}:{digest.Sha256}"[..Math.Min(100, 4 + scene.Length + digest.Sha256.Length)],
            digest.Sha256, digest.Sm3, digest.Size, file.Name, large ? digest.ChunkRoot : null, Subject: subject);
        using var answer = await SendAsync(() => Authorised(new(HttpMethod.Post, "/api/v1/deposits" + (department is null ? "" : "?department=" + Uri.EscapeDataString(department)))
        {
            Content = JsonContent.Create(deposit, options: Json),
        }), cancel);
        var receipt = await answer.Content.ReadFromJsonAsync<DepositReceipt>(Json, cancel) ?? throw new DepositRefused("The platform answered nothing.");
        await WriteAsync(ReceiptOf(file), JsonSerializer.SerializeToUtf8Bytes(receipt, Json), cancel);
        return (receipt, answer.StatusCode == HttpStatusCode.OK);
    }

    /// <summary>Writes the proof once the deposit is in the log; false when it is not there in time.</summary>
    public async Task<bool> WaitForProofAsync(FileInfo file, DepositReceipt receipt, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < Patience)
        {
            using var answer = await SendAsync(() => Task.FromResult(new HttpRequestMessage(HttpMethod.Get, "/api/v1/deposits/" + receipt.Id)), cancel);
            if (await answer.Content.ReadFromJsonAsync<DepositReceipt>(Json, cancel) is { Proof: { State: DepositProof.Sealed, Href: var href } } sealedNow)
            {
                using var proof = await SendAsync(() => Task.FromResult(new HttpRequestMessage(HttpMethod.Get, href)), cancel);
                await WriteAsync(ProofOf(file), await proof.Content.ReadAsByteArrayAsync(cancel), cancel);
                await WriteAsync(ReceiptOf(file), JsonSerializer.SerializeToUtf8Bytes(sealedNow, Json), cancel);
                return true;
            }
            await Task.Delay(Look, time, cancel);
        }
        return false;
    }

    /// <summary>The receipt of an earlier run, when it is of this very content and scene.</summary>
    private async Task<DepositReceipt?> KeptAsync(FileInfo file, FileDigest digest, CancellationToken cancel)
    {
        if (!File.Exists(ReceiptOf(file)))
        {
            return null;
        }
        var bytes = await File.ReadAllBytesAsync(ReceiptOf(file), cancel);
        return ReceiptVerifier.IsReceipt(bytes) && ReceiptVerifier.Verify(bytes, digest) is { Holds: true, ContentMatches: true }
            && JsonSerializer.Deserialize<DepositReceipt>(bytes, Json) is { } receipt && receipt.Scene == scene ? receipt : null;
    }

    /// <summary>Sends, and sends again when the platform is busy, gone for a moment, or the token has ended.</summary>
    private async Task<HttpResponseMessage> SendAsync(Func<Task<HttpRequestMessage>> make, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var pause = TimeSpan.FromMilliseconds(250 * Math.Pow(2, attempt));
            try
            {
                using var request = await make();
                var answer = await web.SendAsync(request, cancel);
                if (answer.IsSuccessStatusCode)
                {
                    return answer;
                }
                using (answer)
                {
                    var renew = answer.StatusCode == HttpStatusCode.Unauthorized && login.Client is not null && attempt == 1;
                    if (attempt == Attempts || !(renew || answer.StatusCode == HttpStatusCode.TooManyRequests || (int)answer.StatusCode >= 500))
                    {
                        throw new DepositRefused(await ReasonAsync(answer, cancel));
                    }
                    _token = renew ? null : _token;
                    pause = answer.Headers.RetryAfter?.Delta ?? pause;
                }
            }
            catch (HttpRequestException) when (attempt < Attempts)
            {
                // The platform is not reached; perhaps it starts anew.
            }
            await Task.Delay(pause, time, cancel);
        }
    }

    private async Task<HttpRequestMessage> Authorised(HttpRequestMessage request)
    {
        _token ??= await AskTokenAsync();
        request.Headers.Authorization = new("Bearer", _token);
        return request;
    }

    private async Task<string> AskTokenAsync()
    {
        if (login.Client is null || login.Secret is null)
        {
            throw new DepositRefused("Give --token, or --client and its secret in ZJ_CLIENT_SECRET or --secret-file.");
        }
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", login.Client), new("client_secret", login.Secret), new("scope", "api")]);
        using var answer = await web.PostAsync("/connect/token", form);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return answer.IsSuccessStatusCode && body.TryGetProperty("access_token", out var token)
            ? token.GetString()!
            : throw new DepositRefused($"No token for '{login.Client}': {(body.TryGetProperty("error_description", out var why) ? why.GetString() : answer.StatusCode.ToString())}");
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var text = await answer.Content.ReadAsStringAsync(cancel);
        var isProblem = answer.Content.Headers.ContentType?.MediaType is MediaTypeNames.Problem or MediaTypeNames.Plain;
        return isProblem && JsonElement.Parse(text).TryGetProperty("detail", out var detail) ? $"{(int)answer.StatusCode}: {detail.GetString()}" : $"{(int)answer.StatusCode} {answer.ReasonPhrase}";
    }

    /// <summary>A file is there whole or not at all.</summary>
    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancel)
    {
        await File.WriteAllBytesAsync(path + ".tmp", bytes, cancel);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private static class MediaTypeNames
    {
        public const string Problem = "application/problem+json";

        public const string Plain = "application/json";
    }
}
