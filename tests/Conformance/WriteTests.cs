using Xunit;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Conformance;

/// <summary>What every engine may rely on when it writes, on each store.</summary>
public abstract class WriteTests
{
    protected abstract Task<Store> OpenAsync();

    private async Task<Store> OpenWithTableAsync()
    {
        var store = await OpenAsync();
        await store.Database.WriteAsync(async s => await s.ExecuteAsync("create table thing(id text primary key, version bigint not null, note text)"));
        return store;
    }

    private static ValueTask<int> InsertAsync(ISession session, string id, long version = 1, string? note = null) =>
        session.ExecuteAsync("insert into thing(id, version, note) values ($1, $2, $3)", id, version, note);

    private static Task<long> CountAsync(IDatabase database) =>
        database.ReadAsync(async s => await s.FirstAsync("select count(*) from thing", r => r.GetInt64(0)));

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_store_is_opened_again()
    {
        await using var store = await OpenWithTableAsync();
        var answer = await store.Database.WriteAsync(async s =>
        {
            await InsertAsync(s, "a", 7, "壮锦 𠀀 'quoted' $1");
            return await s.FirstAsync("update thing set version = version + $1 where id = $2 returning version", r => r.GetInt64(0), 1L, "a");
        });
        Assert.Equal(8, answer);

        await using var again = store.OpenAgain();
        var row = await again.ReadAsync(async s => await s.FirstAsync("select version, note from thing where id = $1", r => (r.GetInt64(0), r.GetString(1)), "a"));
        Assert.Equal((8L, "壮锦 𠀀 'quoted' $1"), row);
    }

    [Fact]
    public async Task Work_that_throws_leaves_nothing_and_its_neighbours_stand()
    {
        await using var store = await OpenWithTableAsync();
        var callers = Enumerable.Range(0, 64).Select(async i =>
        {
            try
            {
                return await store.Database.WriteAsync(async s =>
                {
                    await InsertAsync(s, $"n{i}");
                    return i % 3 == 0 ? throw new ConflictException("test.conflict") : i;
                });
            }
            catch (ConflictException)
            {
                return -1;
            }
        });
        var answers = await Task.WhenAll(callers);

        Assert.Equal(64 - 22, answers.Count(a => a >= 0));
        Assert.Equal(64 - 22, await CountAsync(store.Database));
    }

    [Fact]
    public async Task A_broken_statement_undoes_its_own_work_only()
    {
        await using var store = await OpenWithTableAsync();
        await store.Database.WriteAsync(async s => await InsertAsync(s, "a"));
        var twice = store.Database.WriteAsync(async s =>
        {
            await InsertAsync(s, "b");
            return await InsertAsync(s, "a");
        });
        var fine = store.Database.WriteAsync(async s => await InsertAsync(s, "c"));

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => twice);
        Assert.Equal(1, await fine);
        Assert.Equal(2, await CountAsync(store.Database));
    }

    [Fact]
    public async Task A_deferred_statement_that_touches_another_number_of_rows_fails_the_transaction()
    {
        await using var store = await OpenWithTableAsync();
        await store.Database.WriteAsync(async s => await InsertAsync(s, "a"));
        Task<int> Update(string id, long seen) => store.Database.WriteAsync(async s =>
        {
            await InsertAsync(s, id);
            await s.DeferAsync("update thing set version = version + 1 where id = $1 and version = $2", ["a", seen], 1, () => new ConflictException("test.stale"));
            return 0;
        });

        await Update("first", 1);
        var stale = await Assert.ThrowsAsync<ConflictException>(() => Update("second", 1));
        Assert.Equal("test.stale", stale.Faults[0].Code);
        Assert.Equal(2, await CountAsync(store.Database));
    }

    [Fact]
    public async Task The_deferred_statement_that_went_wrong_is_the_one_that_speaks()
    {
        await using var store = await OpenWithTableAsync();
        await store.Database.WriteAsync(async s => await InsertAsync(s, "a"));
        Task<int> Run(bool readBetween, int expected, string sql) => store.Database.WriteAsync(async s =>
        {
            await s.DeferAsync("update thing set version = version + 1 where id = $1", ["a"], 1, () => new ConflictException("test.first"));
            await s.DeferAsync(sql, ["a"], expected, () => new ConflictException("test.second"));
            await s.DeferAsync("insert into thing(id, version) values ($1, 1)", ["z"], 1, () => new ConflictException("test.third"));
            return readBetween ? await s.FirstAsync("select 1", r => r.GetInt32(0)) : 0;
        });
        foreach (var readBetween in (bool[])[false, true])
        {
            foreach (var (expected, sql) in ((int, string)[])[
                (1, "delete from thing where id <> $1"),
                (0, "delete from thing where id = $1"),
                (2, "update thing set note = 'x' where id = $1"),
                (2, "with none as (select 1) update thing set note = 'x' where id = $1"),
                (1, "insert into thing(id, version) values ($1, 1) on conflict (id) do nothing")])
            {
                var refused = await Assert.ThrowsAsync<ConflictException>(() => Run(readBetween, expected, sql));
                Assert.Equal("test.second", refused.Faults[0].Code);
            }
        }
        Assert.Equal(1, await store.Database.ReadAsync(s => s.FirstAsync("select version from thing", r => r.GetInt64(0))));
        await Assert.ThrowsAsync<ArgumentException>(() => Run(readBetween: false, 1, "update thing set note = 'x' where id = $1 returning id"));
        await Run(readBetween: false, 0, "delete from thing where id <> $1");
        Assert.Equal(2, await CountAsync(store.Database));
    }

    [Fact]
    public async Task Two_that_saw_the_same_version_cannot_both_win()
    {
        await using var store = await OpenWithTableAsync();
        await store.Database.WriteAsync(async s => await InsertAsync(s, "a"));
        var winners = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try
            {
                await store.Database.WriteAsync(async s =>
                {
                    await s.DeferAsync("update thing set version = version + 1 where id = $1 and version = 1", ["a"], 1, () => new ConflictException("test.stale"));
                    return 0;
                });
                Interlocked.Increment(ref winners);
            }
            catch (ConflictException)
            {
            }
        }));
        Assert.Equal(1, winners);
    }

    [Fact]
    public async Task After_commit_runs_before_the_caller_is_answered_and_never_after_a_failure()
    {
        await using var store = await OpenWithTableAsync();
        var ran = new List<string>();
        await store.Database.WriteAsync(async s =>
        {
            s.AfterCommit(() => ran.Add("done"));
            return await InsertAsync(s, "a");
        });
        Assert.Equal(["done"], ran);
        await Assert.ThrowsAsync<InvalidInputException>(() => store.Database.WriteAsync<int>(s =>
        {
            s.AfterCommit(() => ran.Add("never"));
            throw new InvalidInputException("x", "test.fault");
        }));
        Assert.Equal(["done"], ran);
    }

    [Fact]
    public async Task Every_type_of_value_comes_back_as_it_went()
    {
        await using var store = await OpenAsync();
        var binary = store.Database.Dialect == Dialect.Sqlite ? "blob" : "bytea";
        await store.Database.WriteAsync(async s => await s.ExecuteAsync($"create table value(id integer, t text, b {binary}, n bigint, f double precision, flag integer)"));
        byte[] bytes = [0, 1, 254, 255];
        await store.Database.WriteAsync(async s =>
        {
            await s.ExecuteAsync("insert into value(id, t, b, n, f, flag) values ($1, $2, $3, $4, $5, $6)", 1, "", Array.Empty<byte>(), long.MaxValue, 0.1, true);
            await s.ExecuteAsync("insert into value(flag, f, n, b, t, id) values ($6, $5, $4, $3, $2, $1)", 2, null, bytes, long.MinValue, -1e300, false);
            return 0;
        });
        var rows = await store.Database.ReadAsync(async s => await s.QueryAsync(
            "select t, b, n, f, flag from value order by id",
            r => (r.IsDBNull(0) ? null : r.GetString(0), r.GetFieldValue<byte[]>(1), r.GetInt64(2), r.GetDouble(3), r.GetInt32(4))));
        Assert.Equal("", rows[0].Item1);
        Assert.Empty(rows[0].Item2);
        Assert.Equal((long.MaxValue, 0.1, 1), (rows[0].Item3, rows[0].Item4, rows[0].Item5));
        Assert.Null(rows[1].Item1);
        Assert.Equal(bytes, rows[1].Item2);
        Assert.Equal((long.MinValue, -1e300, 0), (rows[1].Item3, rows[1].Item4, rows[1].Item5));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Database.WriteAsync(async s => await s.ExecuteAsync("insert into value(n) values ($1)", 1.5m)));
    }

    [Fact]
    public async Task A_reader_sees_one_snapshot_and_cannot_write()
    {
        await using var store = await OpenWithTableAsync();
        await store.Database.WriteAsync(async s => await InsertAsync(s, "a"));
        var (before, after) = await store.Database.ReadAsync(async s =>
        {
            var first = await s.FirstAsync("select count(*) from thing", r => r.GetInt64(0));
            await store.Database.WriteAsync(async w => await InsertAsync(w, "b"));
            return (first, await s.FirstAsync("select count(*) from thing", r => r.GetInt64(0)));
        });
        Assert.Equal((1L, 1L), (before, after));
        Assert.Equal(2, await CountAsync(store.Database));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => store.Database.ReadAsync(async s => await InsertAsync(s, "c")));
        Assert.Equal(2, await CountAsync(store.Database));
    }

    [Fact]
    public async Task A_lock_is_held_by_one_until_it_is_given_back()
    {
        await using var store = await OpenAsync();
        await using var other = store.OpenAgain();
        var mine = await store.Database.TryLockAsync("sequencer");
        Assert.NotNull(mine);
        Assert.Null(await other.TryLockAsync("sequencer"));
        Assert.Null(await store.Database.TryLockAsync("sequencer"));
        await using (var another = await other.TryLockAsync("sweeper"))
        {
            Assert.NotNull(another);
        }
        await mine.DisposeAsync();
        await using var theirs = await other.TryLockAsync("sequencer");
        Assert.NotNull(theirs);
    }
}
