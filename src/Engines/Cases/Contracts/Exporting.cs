using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>A worklist as a file. Each export is an event: who took which rows out, how many, and the digest of the file.</summary>
public interface IWorkExports
{
    /// <summary>Writes the whole list, page by page, and records it; the file is handed out only when that is durable.</summary>
    /// <returns>A file that is gone once it is disposed of.</returns>
    Task<ExportedList> ExportAsync(Actor actor, WorkQuery query, ListFormat format, string language, CancellationToken cancel = default);
}

public enum ListFormat
{
    /// <summary>UTF-8 with a byte order mark, so that spreadsheet programs see what it is.</summary>
    Csv,
    Excel,
}

/// <param name="Rows">Rows without the heading.</param>
public sealed record ExportedList(Stream Content, string FileName, string ContentType, int Rows, string Sha256);
