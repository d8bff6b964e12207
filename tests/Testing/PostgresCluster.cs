using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Zhuangjin.Testing;

/// <summary>A temporary PostgreSQL cluster from Debian's binaries, owned by the system user postgres (initdb refuses root). Reachable only through its socket.</summary>
/// <remarks>One for a test class or assembly is enough: take a database of its own for each test with <see cref="CreateDatabaseAsync"/>.</remarks>
public sealed class PostgresCluster : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _binaries;
    private int _databases;

    private PostgresCluster(string folder, string binaries)
    {
        _folder = folder;
        _binaries = binaries;
    }

    private string Data => Path.Combine(_folder, "data");

    /// <param name="settings">Lines for postgresql.conf. Durability (fsync, synchronous_commit) stays on unless they say otherwise.</param>
    public static async Task<PostgresCluster> StartAsync(params string[] settings)
    {
        // Under /tmp itself: the path of a socket may have 107 bytes at most.
        var folder = Path.Combine("/tmp", "zj-pg-" + Path.GetRandomFileName()[..8]);
        Directory.CreateDirectory(folder);
        var cluster = new PostgresCluster(folder, FindBinaries());
        await RunAsync("chown", "postgres:postgres", folder);
        await cluster.PostgresAsync("initdb", "-D", cluster.Data, "-A", "trust", "-U", "zhuangjin", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions");
        await File.AppendAllLinesAsync(Path.Combine(cluster.Data, "postgresql.conf"),
        [
            "listen_addresses = ''",
            $"unix_socket_directories = '{folder}'",
            "port = 5432",
            "max_connections = 200",
            "shared_buffers = 128MB",
            .. settings,
        ]);
        await cluster.StartServerAsync();
        return cluster;
    }

    /// <summary>Makes an empty database and returns its address, as <c>--db</c> takes it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = "test" + Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture);
        await using var connection = new NpgsqlConnection($"Host={_folder};Username=zhuangjin;Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync();
        return $"postgres://zhuangjin@{Uri.EscapeDataString(_folder)}:5432/{name}";
    }

    /// <summary>The same database as <paramref name="address"/> in Npgsql's own form, for code that goes around the store.</summary>
    public string ConnectionText(string address) => $"Host={_folder};Username=zhuangjin;Database={address[(address.LastIndexOf('/') + 1)..]}";

    /// <summary>Kills the server as a crash would (no checkpoint, no goodbye) and starts it again.</summary>
    public async Task CrashAndRestartAsync()
    {
        await PostgresAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        await StartServerAsync();
    }

    /// <summary>Dumps a database as an operator does (pg_dump -Fc).</summary>
    /// <returns>The file.</returns>
    public async Task<string> DumpAsync(string address)
    {
        var file = Path.Combine(_folder, Path.GetRandomFileName());
        await PostgresAsync("pg_dump", "-h", _folder, "-U", "zhuangjin", "-Fc", "-f", file, address[(address.LastIndexOf('/') + 1)..]);
        return file;
    }

    /// <summary>Restores a dump into a new database and returns its address.</summary>
    public async Task<string> RestoreAsync(string file)
    {
        var address = await CreateDatabaseAsync();
        await PostgresAsync("pg_restore", "-h", _folder, "-U", "zhuangjin", "--exit-on-error", "-d", address[(address.LastIndexOf('/') + 1)..], file);
        return address;
    }

    public async ValueTask DisposeAsync()
    {
        await PostgresAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private Task StartServerAsync() => PostgresAsync("pg_ctl", "-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "-t", "60", "start");

    private Task PostgresAsync(string program, params string[] arguments) =>
        RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(_binaries, program), .. arguments]);

    private static string FindBinaries() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).OrderDescending(StringComparer.Ordinal).First()
        : throw new InvalidOperationException("PostgreSQL is missing. Install it: apt-get install postgresql");

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // pg_ctl's server inherits the pipes and would hold them open: the shell gives it a file instead.
        var log = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sh", log, program, .. arguments]) { WorkingDirectory = "/tmp" })!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await File.ReadAllTextAsync(log)}");
            }
        }
        finally
        {
            File.Delete(log);
        }
    }
}
