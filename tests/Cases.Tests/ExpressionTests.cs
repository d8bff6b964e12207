using CsCheck;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Expressions;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Cases.Tests;

/// <summary>The language of packs: small, typed, and never at a loss.</summary>
public class ExpressionTests
{
    private static Field Field(string key, FieldType type, params string[] choices) => new() { Key = key, Type = type, Label = new LocalText(key), Choices = [.. choices.Select(c => new Choice(c, new LocalText(c)))] };

    private static readonly Scope Form = Scope.OfForm([Field("area_m2", FieldType.Decimal), Field("height_m", FieldType.Decimal), Field("use", FieldType.Choice, "dwelling", "office"), Field("done", FieldType.Date), Field("new", FieldType.Flag)]);

    private static object? Value(string source, params (string Key, string Value)[] form)
    {
        var faults = new List<ExpressionFault>();
        var expression = Parser.Compile(source, Form, null, faults);
        Assert.Empty(faults);
        return expression!.Evaluate(new(form.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal), null));
    }

    [Theory]
    [InlineData("area_m2 > 20000 and height_m > 27", true)]
    [InlineData("area_m2 > 20000 or not height_m > 27", true)]
    [InlineData("use in ['dwelling', 'office']", true)]
    [InlineData("use = 'office'", false)]
    [InlineData("done + 30 > 2022-09-01", true)]
    [InlineData("round(area_m2 / 7, 2) = 4285.71", true)]
    [InlineData("(area_m2 - 30000) / 0 > 1", null)]
    [InlineData("present(new)", false)]
    [InlineData("not new", null)]
    [InlineData("new or area_m2 > 1", true)]
    public void It_says_what_it_means(string source, object? value) =>
        Assert.Equal(value, Value(source, ("area_m2", "30000"), ("height_m", "54.3"), ("use", "dwelling"), ("done", "2022-08-12")));

    [Theory]
    [InlineData("area_m > 1", "There is no 'area_m' here", "Did you mean 'area_m2'?")]
    [InlineData("area_m2 > 'x'", "cannot be compared", "Order numbers or dates")]
    [InlineData("use = 'flat'", "no choice of 'use'", "dwelling, office")]
    [InlineData("area_m2 == 1", "'==' is not of this language", "'='")]
    [InlineData("area_m2 >", "breaks off", "Write a name")]
    [InlineData("(area_m2 > 1", "')' is missing", "Write ')'")]
    [InlineData("sum(area_m2) > 1", "no sum()", "present(field)")]
    [InlineData("use = 'dwelling", "no closing quote", "Close it")]
    [InlineData("area_m2", "a number, but a condition", "Compare it")]
    public void A_mistake_is_told_with_its_remedy(string source, string message, string remedy)
    {
        var faults = new List<ExpressionFault>();

        Assert.Null(Parser.Compile(source, Form, Kind.Flag, faults));
        Assert.Contains(faults, f => f.Message.Contains(message, StringComparison.Ordinal) && f.Remedy.Contains(remedy, StringComparison.Ordinal));
        Assert.All(faults, f => Assert.InRange(f.Column, 1, source.Length + 1));
    }

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    [Fact]
    public void No_text_whatever_makes_it_throw_neither_in_reading_nor_in_evaluating()
    {
        var words = OneOf("area_m2", "height_m", "use", "done", "new", "and", "or", "not", "in", "[", "]", "(", ")", "+", "-", "*", "/", "=", "<", ">=", ",", "'office'", "2022-08-16", "79228162514264337593543950335", "0", "present(", "round(", "€", "'");
        Gen.Select(words.Array[0, 14], OneOf("30000", "", "79228162514264337593543950335", "x")).Sample((parts, area) =>
        {
            var faults = new List<ExpressionFault>();
            var expression = Parser.Compile(string.Join(' ', parts), Form, null, faults);
            _ = expression?.Evaluate(new(new Dictionary<string, string>(StringComparer.Ordinal) { ["area_m2"] = area, ["done"] = "9999-12-31" }, null));
            return expression is null == faults.Count > 0;
        }, iter: 20_000);
    }
}
