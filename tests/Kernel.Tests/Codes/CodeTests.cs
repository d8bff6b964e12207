using CsCheck;
using Xunit;
using Zhuangjin.Kernel.Codes;

namespace Zhuangjin.Kernel.Tests.Codes;

public sealed class CodeTests
{
    private static readonly DateOnly Today = new(2022, 8, 16);

    [Theory]
    [InlineData("91350100M000100Y43")] // GB 32100-2015, the standard's example
    [InlineData("914403001922038216")]
    [InlineData(" 91350100m000100y43 ")]
    public void Credit_codes_that_hold(string code) => Assert.Null(Uscc.Check("uscc", code));

    [Theory]
    [InlineData(null, "uscc-length", "0")]
    [InlineData("91350100M000100Y4", "uscc-length", "17")]
    [InlineData("91350100I000100Y43", "uscc-character", "I", "9")]
    [InlineData("913501O0M000100Y43", "uscc-character", "O", "7")]
    [InlineData("91A50100M000100Y43", "uscc-character", "A", "3")]
    [InlineData("91350100M000100Y44", "uscc-check-digit")]
    [InlineData("91350010M000100Y43", "uscc-check-digit")] // two neighbours swapped
    public void A_faulty_credit_code_is_told_what_is_wrong(string? code, string fault, params string[] args)
    {
        var found = Uscc.Check("uscc", code)!;
        Assert.Equal(("uscc", "kernel.fault." + fault), (found.Field, found.Code));
        Assert.Equal(args, found.Args);
    }

    [Fact]
    public void One_wrong_character_never_passes_for_a_credit_code() =>
        Gen.Select(Gen.Char["0123456789ABCDEFGHJKLMNPQRTUWXY"].Array[9], Gen.Int[0, 999_999], Gen.Int[8, 17], Gen.Int[1, 30]).Sample((own, division, place, step) =>
        {
            const string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
            var code = Uscc.Complete($"91{division:000000}{new string(own)}");
            Assert.True(Uscc.IsValid(code));
            var wrong = code.ToCharArray();
            wrong[place] = alphabet[(alphabet.IndexOf(wrong[place]) + step) % alphabet.Length];
            Assert.False(Uscc.IsValid(new string(wrong)));
        });

    [Theory]
    [InlineData("11010519491231002X")] // GB 11643-1999, the standard's examples
    [InlineData("440524188001010014")]
    [InlineData("11010519491231002x")]
    public void Identity_numbers_that_hold(string number) => Assert.Null(CitizenId.Check("id", number, Today));

    [Theory]
    [InlineData("", "citizen-id-length", "0")]
    [InlineData("110105491231002", "citizen-id-length", "15")] // the 15-digit form ended on 2013-01-01
    [InlineData("1101051949123100A1", "citizen-id-character", "A", "17")]
    [InlineData("11010519491231002Y", "citizen-id-character", "Y", "18")]
    [InlineData("00010519491231002X", "citizen-id-division", "00")]
    [InlineData("11010519490229002X", "citizen-id-birth-date", "19490229")]
    [InlineData("11010520220817002X", "citizen-id-birth-date", "20220817")] // not born yet
    [InlineData("110105194912310021", "citizen-id-check-digit")]
    public void A_faulty_identity_number_is_told_what_is_wrong(string number, string fault, params string[] args)
    {
        var found = CitizenId.Check("id", number, Today)!;
        Assert.Equal(("id", "kernel.fault." + fault), (found.Field, found.Code));
        Assert.Equal(args, found.Args);
    }

    [Fact]
    public void No_two_neighbours_of_an_identity_number_can_be_swapped_unseen() =>
        Gen.Select(Gen.Int[0, 30_000], Gen.Int[0, 999], Gen.Int[0, 16]).Sample((day, sequence, place) =>
        {
            var birth = new DateOnly(1930, 1, 1).AddDays(day);
            var number = CitizenId.Complete($"451002{birth:yyyyMMdd}{sequence:000}");
            Assert.Null(CitizenId.Check("id", number, Today));
            Assert.Equal(birth, CitizenId.BirthDate(number));
            var swapped = number.ToCharArray();
            (swapped[place], swapped[place + 1]) = (swapped[place + 1], swapped[place]);
            Assert.Equal(swapped[place] == swapped[place + 1], CitizenId.IsValid(new string(swapped), Today));
        });

    [Fact]
    public void A_masked_number_shows_neither_birth_date_nor_sequence()
    {
        Assert.Equal("4510**********1234", CitizenId.Mask("451002199001011234"));
        Assert.Equal("*****", CitizenId.Mask("12345"));
    }

    [Fact]
    public void Divisions_know_their_level_their_parents_and_their_children()
    {
        var youjiang = Division.Find("451002")!;
        Assert.Equal("广西壮族自治区百色市右江区", youjiang.FullName);
        Assert.Equal([DivisionLevel.County, DivisionLevel.City, DivisionLevel.Province], [youjiang.Level, youjiang.Parent!.Level, youjiang.Parent.Parent!.Level]);
        Assert.Equal(14, Division.Find("450000")!.Children.Count);
        Assert.Equal(12, Division.Find("451000")!.Children.Count);
        Assert.Equal(["右江区", "田阳区", "田东县", "德保县", "那坡县", "凌云县", "乐业县", "田林县", "西林县", "隆林各族自治县", "靖西市", "平果市"], Division.Find("451000")!.Children.Select(d => d.Name));
        Assert.Equal((12, 10, 17), (Division.Find("450100")!.Children.Count, Division.Find("450200")!.Children.Count, Division.Find("450300")!.Children.Count));
        Assert.Null(youjiang.Parent.Parent.Parent);
    }

    [Fact]
    public void Every_division_hangs_on_one_above_it() =>
        Assert.All(Division.Find("450000")!.Children.SelectMany(c => c.Children.Append(c)), d => Assert.StartsWith("广西壮族自治区", d.FullName));

    [Theory]
    [InlineData("45100", "division-length")]
    [InlineData("4510o2", "division-character")]
    [InlineData("451021", "division-unknown")] // 田阳县, a district (451003) since 2019
    public void A_faulty_division_code_is_told_what_is_wrong(string code, string fault)
    {
        Assert.Null(Division.Check("division", "451003"));
        Assert.Equal("kernel.fault." + fault, Division.Check("division", code)!.Code);
    }
}
