using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.OpenIdConnect;
using Zhuangjin.Testing;

namespace Zhuangjin.Security.Tests;

/// <summary>The tables come from our numbered files, the mapping from OpenIddict: a new version of it must not drift away unseen.</summary>
public sealed class IdentityTablesTests
{
    [Fact]
    public async Task The_numbered_file_makes_exactly_the_tables_that_the_mapping_expects()
    {
        using var folder = new TestFolder();
        await using (var node = await Node.StartAsync(folder.Path, Databases.DefaultAddress, null))
        {
            await node.Get<IdentityStore>().PrepareAsync();
        }
        var wanted = $"Data Source={folder.File("wanted.db")};Pooling=false";
        await using (var context = new IdentityContext(new DbContextOptionsBuilder<IdentityContext>().UseSqlite(wanted).Options))
        {
            await context.Database.EnsureCreatedAsync();
        }
        var expected = await SchemaAsync(wanted);
        Assert.Equal(10, expected.Count);
        Assert.Equal(expected, await SchemaAsync($"Data Source={folder.File("identity.db")};Pooling=false"));
    }

    private static async Task<List<string>> SchemaAsync(string connectionText)
    {
        await using var connection = new SqliteConnection(connectionText);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select sql from sqlite_master where tbl_name like 'security_openid_%' and sql is not null order by name";
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync())
        {
            found.Add(string.Join(' ', reader.GetString(0).Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)));
        }
        return found;
    }
}
