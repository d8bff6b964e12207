using System.Globalization;

namespace Zhuangjin.Cases.Contracts;

/// <summary>One thing wrong with a decision table. Pages say it by the text key "cases.table.fault.{Code}"; the pack checker in the words given here.</summary>
/// <param name="Line">Line of the file, from 1; the header is 1.</param>
/// <param name="Column">Index of the cell in its row, from 0; -1 for the whole row.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record TableFault(int Line, int Column, string Code, string[] Args, string Message, string Remedy)
{
    internal static TableFault Cells(int line, int found, int wanted) => new(line, -1, "cells", [Text(found), Text(wanted)],
        $"This row has {found} cells, but the header has {wanted}.", "Write one cell under each heading; leave a cell empty for 'anything'.");

    internal static TableFault Heading(int column, string name, IEnumerable<string> known, string? near) => new(1, column, "heading", [name, near ?? string.Join('、', known)],
        $"The heading '{name}' is neither a field of the form nor a result of this table.", near is null ? $"Choose of: {string.Join(", ", known)}." : $"Did you mean '{near}'?");

    internal static TableFault Twice(int column, string name) => new(1, column, "twice", [name], $"There are two columns '{name}'.", "Keep one of them.");

    internal static TableFault Missing(string result) => new(1, -1, "missing", [result], $"There is no column for the result '{result}'.", $"Add a column headed '{result}', or take the result out of 'gives'.");

    internal static TableFault NoRows() => new(1, -1, "no-rows", [], "The table has no rows.", "Write at least one row below the header.");

    internal static TableFault Overlap(int line, int other, string example) => new(line, -1, "overlap", [Text(other), example],
        $"This row and line {other} both fit {example}.", "Narrow one of the two rows, or let the first decide: 'hit: first'.");

    internal static TableFault Gap(string example) => new(1, -1, "gap", [example],
        $"No row fits {example}.", "Add a row for it, or widen one; where no answer is wanted write 'complete: false'.");

    internal static TableFault Unreachable(int line, string by) => new(line, -1, "unreachable", [by],
        by.Length == 0 ? "No application can ever fit this row." : $"This row never decides: the rows above ({by}) take all that fits it.", "Move it up, narrow what stands above, or take it out.");

    internal static TableFault Circle(string field) => new(1, -1, "circle", [field], $"'{field}' would rest on itself by way of this table.", "Take out the column that itself rests on the table.");

    internal static TableFault TooWide() => new(1, -1, "too-wide", [], "This table has too many conditions beside each other to be checked for gaps.", "Divide it into two tables, one of which rests on fewer fields.");

    internal static TableFault Cell(int line, int column, Field field, string code, params string[] args) => code switch
    {
        "number" => new(line, column, code, args, $"'{args[0]}' is no number and no range of '{field.Key}'.", "Write 1000, >= 1000, 1000..5000 or [1000, 5000)."),
        "date" => new(line, column, code, args, $"'{args[0]}' is no date and no range of '{field.Key}'.", "Write 2022-08-16, >= 2022-08-16 or 2022-08-01..2022-08-31."),
        "never" => new(line, column, code, args, $"No value of '{field.Key}' lies in '{args[0]}'.", "Write the smaller end first."),
        "flag" => new(line, column, code, args, $"'{args[0]}' is neither yes nor no.", "Write 是 or 否 (true or false)."),
        "choice" => new(line, column, code, args, $"'{args[0]}' is no choice of '{field.Key}'.", $"Choose of: {string.Join(", ", field.Choices.Select(c => c.Key))}."),
        "formula" => new(line, column, code, args, $"'{args[0]}' cannot be computed: {args[1]}", "Write a number or a formula over the form, such as 80 + 0.5 * area_m2."),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No such fault of a cell."),
    };

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
