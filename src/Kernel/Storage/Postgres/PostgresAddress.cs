using System.Globalization;
using Npgsql;

namespace Zhuangjin.Kernel.Storage.Postgres;

/// <summary>Reads addresses in the form of libpq: postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require. Parts are percent-encoded, so HOST may be a socket's folder.</summary>
internal static class PostgresAddress
{
    public static NpgsqlConnectionStringBuilder Parse(string address)
    {
        var rest = address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var (beforeQuery, query) = Split(rest, rest.IndexOf('?', StringComparison.Ordinal));
        var (server, database) = Split(beforeQuery, beforeQuery.IndexOf('/', StringComparison.Ordinal));
        var at = server.LastIndexOf('@');
        var (user, password) = Split(at < 0 ? "" : server[..at], server[..Math.Max(at, 0)].IndexOf(':', StringComparison.Ordinal));
        var hostAndPort = server[(at + 1)..];
        var (host, port) = Split(hostAndPort, hostAndPort.LastIndexOf(':'));
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = host.Length == 0 ? "localhost" : Uri.UnescapeDataString(host),
            Username = user.Length == 0 ? null : Uri.UnescapeDataString(user),
            Password = password.Length == 0 ? null : Uri.UnescapeDataString(password),
            Database = database.Length == 0 ? null : Uri.UnescapeDataString(database),
        };
        if (port.Length > 0)
        {
            builder.Port = int.Parse(port, NumberStyles.None, CultureInfo.InvariantCulture);
        }
        foreach (var setting in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Split(setting, setting.IndexOf('=', StringComparison.Ordinal));
            builder[Uri.UnescapeDataString(name)] = Uri.UnescapeDataString(value);
        }
        return builder;
    }

    private static (string Before, string After) Split(string text, int at) => at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
}
