using Xunit;
using Zhuangjin.Certificates.Contracts;

namespace Zhuangjin.Certificates.Tests;

public sealed class IssuingTests
{
    [Fact]
    public async Task A_certificate_is_numbered_signed_printed_and_valid()
    {
        await using var world = await World.OpenAsync();
        var certificate = await world.Certificates.IssueAsync(World.Order(), "order/1");

        Assert.Equal("桂(2022)百色市不动产权第0000001号", certificate.Number);
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckAsync(certificate.Number, null)).Answer);
        Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckAsync(certificate.Id, certificate.ContentDigest[..32])).Answer);
    }
}
