using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Kernel.Storage;

/// <summary>Brings the tables of all modules to the state that this program expects, in one transaction, on one node at a time.</summary>
public static class MigrationRunner
{
    private const string CreateTable = """
        create table if not exists kernel_migration(
          module text not null,
          number integer not null,
          name text not null,
          applied_at bigint not null,
          sha256 text not null,
          primary key (module, number))
        """;

    /// <summary>The migrations of the Kernel and of <paramref name="modules"/>, in the order in which they are applied.</summary>
    public static IReadOnlyList<Migration> Of(IEnumerable<IModule> modules, Dialect dialect) =>
        [.. Migration.Embedded(typeof(MigrationRunner).Assembly, "kernel", dialect), .. modules.SelectMany(m => m.Migrations(dialect))];

    /// <summary>Applies what is missing and returns it.</summary>
    /// <exception cref="InvalidOperationException">An applied migration was edited afterwards, or the database was made by a newer program.</exception>
    public static Task<IReadOnlyList<Migration>> ApplyAsync(IDatabase database, IReadOnlyList<Migration> migrations, TimeProvider time, CancellationToken cancel = default) =>
        database.WriteAsync(async session =>
        {
            if (session.Dialect == Dialect.Postgres)
            {
                // Held to the end of the transaction. Two nodes that start at once would otherwise both find the table missing.
                await session.ExecuteAsync("select pg_advisory_xact_lock(7017268935291137)");
            }
            await session.ExecuteAsync(CreateTable);
            var applied = (await session.QueryAsync(
                "select module, number, name, sha256 from kernel_migration",
                row => (Module: row.GetString(0), Number: row.GetInt32(1), Name: row.GetString(2), Sha256: row.GetString(3))))
                .ToDictionary(m => (m.Module, m.Number));
            Refuse(migrations, applied.Values);
            var missing = migrations.Where(m => !applied.ContainsKey((m.Module, m.Number))).ToList();
            foreach (var migration in missing)
            {
                await session.ExecuteAsync(migration.Sql);
                await session.ExecuteAsync(
                    "insert into kernel_migration(module, number, name, applied_at, sha256) values ($1, $2, $3, $4, $5)",
                    migration.Module, migration.Number, migration.Name, time.GetUtcNow().ToMicros(), Digest(migration));
            }
            return (IReadOnlyList<Migration>)missing;
        }, cancel);

    private static void Refuse(IReadOnlyList<Migration> known, IEnumerable<(string Module, int Number, string Name, string Sha256)> applied)
    {
        var modules = known.Select(m => m.Module).ToHashSet(StringComparer.Ordinal);
        foreach (var (module, number, name, sha256) in applied)
        {
            var migration = known.FirstOrDefault(m => m.Module == module && m.Number == number);
            if (migration is null && modules.Contains(module))
            {
                throw new InvalidOperationException($"The database is newer than this program: it has migration {number:000}_{name} of '{module}', which the program does not know. Start the newer program, or restore the backup made before it.");
            }
            if (migration is not null && Digest(migration) != sha256)
            {
                throw new InvalidOperationException($"Migration {number:000}_{name} of '{module}' was applied to this database with another text. An applied migration is never edited: restore its text and write the change as a new number.");
            }
        }
    }

    private static string Digest(Migration migration) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(migration.Sql.ReplaceLineEndings("\n"))));
}
