using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Ui.Texts;
using Zhuangjin.Web;

namespace Zhuangjin.Cli;

/// <summary>What to tell a person of the faults that he can mend. Everything else is a defect and shows its stack.</summary>
internal static class Faults
{
    private static Phrases Texts => new PhraseBook(Plugged.Modules.Select(m => m.Texts).Append(typeof(Fault).Assembly)).In("en");

    /// <summary>The words for a fault, or null when it is none of a known kind.</summary>
    public static string? Explain(Exception fault) => fault switch
    {
        IOException { InnerException: AddressInUseException } => "The port is taken by another program. Choose another one with --port, for example --port 5081.",
        IOException { InnerException: SocketException { SocketErrorCode: SocketError.AccessDenied } } => "This account may not listen on that port. Choose one above 1023 with --port.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "This account may not listen on that port. Choose one above 1023 with --port.",
        RefusalException refusal => string.Join('\n', refusal.Faults.Select(f => Texts[f])),
        UnauthorizedAccessException => $"{fault.Message} Choose a folder that this account may write with --data DIR.",
        DirectoryNotFoundException or FileNotFoundException => fault.Message,
        Npgsql.NpgsqlException => $"The database does not answer: {fault.Message} Check the address after --db.",
        InvalidDataException { TargetSite.DeclaringType.Namespace: { } space } when space.StartsWith("Zhuangjin.", StringComparison.Ordinal) => fault.Message,
        InvalidOperationException { TargetSite.DeclaringType.Namespace: { } space } when space.StartsWith("Zhuangjin.", StringComparison.Ordinal) => fault.Message,
        ArgumentException { TargetSite.DeclaringType.FullName: "Zhuangjin.Kernel.Storage.Databases" } => fault.Message,
        _ => null,
    };
}
