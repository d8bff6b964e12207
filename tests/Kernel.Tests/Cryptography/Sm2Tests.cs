using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Xunit;
using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.Kernel.Tests.Cryptography;

public sealed class Sm2Tests
{
    // GB/T 32918.5-2017, annex A.2.
    private static readonly Sm2PrivateKey Standard = Sm2PrivateKey.FromNumber(Convert.FromHexString("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"));

    [Fact]
    public void The_signature_of_the_standard_verifies()
    {
        Assert.Equal(
            "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13",
            Convert.ToHexString(Standard.PublicKey.ToPoint()));
        var signature = Convert.FromHexString("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");
        Assert.True(Standard.PublicKey.Verify("message digest"u8, signature, Sm2SignatureFormat.Raw));
        Assert.False(Standard.PublicKey.Verify("message digesT"u8, signature, Sm2SignatureFormat.Raw));
        Assert.False(Standard.PublicKey.Verify("message digest"u8, signature, Sm2SignatureFormat.Raw, "another signer"));
    }

    [Fact]
    public void No_changed_byte_of_data_or_signature_verifies()
    {
        var key = Sm2PrivateKey.Generate();
        Gen.Select(Gen.Byte.Array[1, 200], Gen.Int[0, 1000], Gen.Bool, Gen.Bool).Sample((data, place, inData, raw) =>
        {
            var format = raw ? Sm2SignatureFormat.Raw : Sm2SignatureFormat.Der;
            var signature = key.Sign(data, format);
            Assert.True(key.PublicKey.Verify(data, signature, format));
            var changed = inData ? data : signature;
            changed[place % changed.Length] ^= 1;
            Assert.False(key.PublicKey.Verify(data, signature, format));
        }, iter: 60);
    }

    [Fact]
    public void What_openssl_signs_we_verify_and_what_we_sign_openssl_verifies()
    {
        using var openssl = new OpenSsl();
        openssl.Run("genpkey", "-algorithm", "SM2", "-out", "theirs.pem");
        var key = Sm2PrivateKey.FromPem(openssl.Read("theirs.pem"));
        var data = Encoding.UTF8.GetBytes("百色市不动产登记证明 2022-08-20");
        openssl.Write("data", data);

        openssl.Run("pkeyutl", "-sign", "-rawin", "-digest", "sm3", "-pkeyopt", $"distid:{Sm2UserId.Default}", "-inkey", "theirs.pem", "-in", "data", "-out", "theirs.sig");
        Assert.True(key.PublicKey.Verify(data, openssl.ReadBytes("theirs.sig")));

        var ours = Sm2PrivateKey.Generate();
        openssl.Write("ours.pem", Encoding.ASCII.GetBytes(ours.ToPem()));
        openssl.Write("ours.pub", Encoding.ASCII.GetBytes(ours.PublicKey.ToPem()));
        openssl.Write("ours.sig", ours.Sign(data));
        openssl.Run("pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pkeyopt", $"distid:{Sm2UserId.Default}", "-pubin", "-inkey", "ours.pub", "-in", "data", "-sigfile", "ours.sig");
        openssl.Run("pkey", "-in", "ours.pem", "-pubout", "-out", "derived.pub");
        Assert.Equal(ours.PublicKey.ToPoint(), Sm2PublicKey.FromPem(openssl.Read("derived.pub")).ToPoint());
        openssl.Write("data", [.. data, 0]);
        Assert.Throws<InvalidOperationException>(() => openssl.Run(
            "pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pkeyopt", $"distid:{Sm2UserId.Default}", "-pubin", "-inkey", "ours.pub", "-in", "data", "-sigfile", "ours.sig"));
    }

    [Fact]
    public void Keys_come_back_from_every_form_that_they_are_written_in()
    {
        var key = Sm2PrivateKey.Generate();
        var signature = key.Sign("x"u8);
        Sm2PublicKey[] forms =
        [
            Sm2PrivateKey.FromPkcs8(key.ToPkcs8()).PublicKey,
            Sm2PrivateKey.FromPem("# a comment\n" + key.ToPem()).PublicKey,
            Sm2PublicKey.FromSpki(key.PublicKey.ToSpki()),
            Sm2PublicKey.FromPem(key.PublicKey.ToPem()),
            Sm2PublicKey.FromPoint(key.PublicKey.ToPoint()),
        ];
        Assert.All(forms, form => Assert.True(form.Verify("x"u8, signature)));
    }

    [Fact]
    public void Keys_of_another_curve_and_rubbish_are_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Throws<CryptographicException>(() => Sm2PrivateKey.FromPem(other.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<CryptographicException>(() => Sm2PublicKey.FromSpki(other.ExportSubjectPublicKeyInfo()));
        Assert.Throws<CryptographicException>(() => Sm2PrivateKey.FromPkcs8([1, 2, 3]));
        Assert.Throws<CryptographicException>(() => Sm2PrivateKey.FromPem("nothing"));
        Assert.Throws<CryptographicException>(() => Sm2PublicKey.FromPoint(new byte[65]));
        Assert.Throws<CryptographicException>(() => Sm2PrivateKey.FromNumber(new byte[32]));
        Assert.False(Standard.PublicKey.Verify("x"u8, [1, 2, 3]));
        Assert.False(Standard.PublicKey.Verify("x"u8, [], Sm2SignatureFormat.Raw));
    }
}
