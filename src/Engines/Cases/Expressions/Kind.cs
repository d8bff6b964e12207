namespace Zhuangjin.Cases.Expressions;

/// <summary>Types of the expression language.</summary>
internal enum Kind
{
    Text,
    Number,
    Flag,
    Date,
}
