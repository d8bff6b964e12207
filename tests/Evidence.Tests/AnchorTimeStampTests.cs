using System.Text;
using Xunit;
using Zhuangjin.Evidence.Anchoring;

namespace Zhuangjin.Evidence.Tests;

/// <summary>A time stamp is believed only when it is an answer to our question by the authority that we know. The authority is OpenSSL.</summary>
public sealed class AnchorTimeStampTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("city.example/log\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");

    private static async Task<(TimeStamp? Stamp, string? Fault)> AskAsync(AnchorAuthority authority, AnchorAuthority? known = null, bool sm3 = false)
    {
        var exchange = TimeStampExchange.Of(Text, sm3 ? TimeStampDigest.Sm3 : TimeStampDigest.Sha256);
        var answer = await authority.AnswerAsync(exchange.Request);
        try
        {
            return (exchange.Judge(answer, AuthorityCertificates.Load((known ?? authority).CertificateFile)), null);
        }
        catch (TimeStampRefusedException e)
        {
            return (null, e.Key.Split('.')[^1]);
        }
    }

    [Fact]
    public async Task An_honest_answer_is_accepted_by_us_and_what_we_store_by_openssl()
    {
        using var authority = new AnchorAuthority();
        var (stamp, fault) = await AskAsync(authority);
        Assert.Null(fault);
        Assert.InRange(stamp!.At, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
        Assert.Equal("CN=Test TSA", stamp.Signer);
        Assert.Contains("Verification: OK", authority.VerifyWithOpenSsl(stamp.Response, Text));
        var certificates = AuthorityCertificates.Load(authority.CertificateFile);
        Assert.Equal(stamp.At, TimeStampExchange.JudgeAgain(stamp.Response, Text, TimeStampDigest.Sha256, certificates).At);
        Assert.Throws<TimeStampRefusedException>(() => TimeStampExchange.JudgeAgain(stamp.Response, Text.AsSpan(1), TimeStampDigest.Sha256, certificates));
    }

    [Fact]
    public async Task An_authority_of_national_cryptography_signs_with_sm2_over_sm3()
    {
        using var authority = new AnchorAuthority(sm2: true);
        var (stamp, fault) = await AskAsync(authority, sm3: true);
        Assert.Null(fault);
        Assert.Equal("CN=Test TSA", stamp!.Signer);

        var broken = (byte[])stamp.Response.Clone();
        broken[^3] ^= 1; // within the signature
        Assert.Equal("evidence.anchor.fault.signature", Assert.Throws<TimeStampRefusedException>(
            () => TimeStampExchange.JudgeAgain(broken, Text, TimeStampDigest.Sm3, AuthorityCertificates.Load(authority.CertificateFile))).Key);
    }

    [Theory]
    [InlineData(nameof(Manner.WrongImprint), "imprint")]
    [InlineData(nameof(Manner.WrongNonce), "nonce")]
    [InlineData(nameof(Manner.Refusing), "not-granted")]
    [InlineData(nameof(Manner.Garbage), "garbage")]
    public async Task A_bad_answer_is_refused_for_its_reason(string manner, string reason)
    {
        using var authority = new AnchorAuthority { Manner = Enum.Parse<Manner>(manner) };
        Assert.Equal((null, reason), await AskAsync(authority));
    }

    [Fact]
    public async Task An_expired_certificate_and_an_unknown_authority_are_refused()
    {
        using var expired = new AnchorAuthority(days: -1);
        Assert.Equal((null, "expired"), await AskAsync(expired));
        using var authority = new AnchorAuthority();
        using var stranger = new AnchorAuthority();
        Assert.Equal((null, "chain"), await AskAsync(stranger, known: authority));
        using var national = new AnchorAuthority(sm2: true);
        Assert.Equal((null, "chain"), await AskAsync(stranger, known: national));
    }

    [Fact]
    public async Task Each_flipped_bit_of_an_answer_is_noticed_or_changes_nothing_that_counts()
    {
        using var authority = new AnchorAuthority();
        var exchange = TimeStampExchange.Of(Text, TimeStampDigest.Sha256);
        var answer = await authority.AnswerAsync(exchange.Request);
        var certificates = AuthorityCertificates.Load(authority.CertificateFile);
        var honest = exchange.Judge(answer, certificates);
        for (var at = 0; at < answer.Length; at++)
        {
            var flipped = (byte[])answer.Clone();
            flipped[at] ^= (byte)(1 << (at % 8));
            try
            {
                Assert.Equal(honest.At, exchange.Judge(flipped, certificates).At);
            }
            catch (TimeStampRefusedException)
            {
                // Refused for a reason, never by another exception.
            }
        }
    }
}
