using Xunit;
using Zhuangjin.DataSharing.BaseLibraries;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Testing;

namespace Zhuangjin.DataSharing.Tests;

/// <summary>The synthetic libraries have the errors that they say, no others, and are the same every time.</summary>
public sealed class SyntheticTests
{
    private const long Rows = 20_500;

    private static readonly DateOnly Today = new(2022, 8, 16);

    [Fact]
    public void Persons_have_right_numbers_but_for_the_planted_errors()
    {
        using var folder = new TestFolder();
        using var duck = DuckSession.Open(folder.Path, threads: 2, memory: 512L << 20);
        var path = Path.Combine(folder.Path, "p.parquet");
        var persons = new SyntheticPersons(enterprises: 3000);
        persons.Write(duck, 0, Rows, path);
        var ids = duck.Ask($"SELECT id_no, sex, born_on, name FROM {Sql.Shards([path])}", r => (Id: r.GetString(0), Sex: r.GetString(1), Born: (DateOnly)r.GetValue(2), Name: r.IsDBNull(3) ? null : r.GetString(3)));
        var planted = persons.Planted(Rows).ToDictionary(p => p.Kind, p => p.Rows);
        Assert.Equal(21, planted["id-check-digit"]);
        Assert.Equal(planted["id-check-digit"] + planted["id-of-15-characters"], ids.Count(p => !CitizenId.IsValid(p.Id, Today)));
        Assert.Equal(planted["duplicate"], ids.Count - ids.Select(p => p.Id).Distinct().Count());
        Assert.Equal(planted["name-missing"], ids.Count(p => p.Name is null));
        Assert.Equal(planted["born-in-future"], ids.Count(p => p.Born > Today));
        var right = ids.Where(p => CitizenId.IsValid(p.Id, Today)).ToList();
        Assert.Equal(planted["born-not-as-in-id"] + planted["born-in-future"], right.Count(p => CitizenId.BirthDate(p.Id) != p.Born));
        Assert.InRange(ids.Count(p => p.Sex == "1"), Rows * 0.4, Rows * 0.6);
        Assert.InRange(ids.Count(p => p.Born.Year < 1962), Rows * 0.15, Rows * 0.4);
    }

    [Fact]
    public void Enterprises_and_places_have_their_planted_errors_and_refer_to_each_other()
    {
        using var folder = new TestFolder();
        using var duck = DuckSession.Open(folder.Path, threads: 2, memory: 512L << 20);
        string p = Path.Combine(folder.Path, "p.parquet"), e = Path.Combine(folder.Path, "e.parquet"), g = Path.Combine(folder.Path, "g.parquet");
        var persons = new SyntheticPersons(enterprises: 3000);
        var enterprises = new SyntheticEnterprises(persons: Rows);
        persons.Write(duck, 0, Rows, p);
        enterprises.Write(duck, 0, 3000, e);
        new SyntheticPlaces().Write(duck, 0, 3000, g);
        var codes = duck.Ask($"SELECT uscc FROM {Sql.Shards([e])}", r => r.GetString(0));
        Assert.Equal(3, codes.Count(c => !Uscc.IsValid(c)));
        Assert.Equal(3, codes.Count - codes.Distinct().Count());
        Assert.Equal(3, duck.Ask($"SELECT count(*) FROM {Sql.Shards([e])} WHERE legal_rep_id NOT IN (SELECT id_no FROM {Sql.Shards([p])})", r => r.GetInt64(0))[0]);
        // Two of each thousand enterprises have no right code in the library (check digit, duplicate's own), and their employees no employer.
        var orphans = duck.Ask($"SELECT count(*) FROM {Sql.Shards([p])} WHERE employer_uscc IS NOT NULL AND employer_uscc NOT IN (SELECT uscc FROM {Sql.Shards([e])})", r => r.GetInt64(0))[0];
        Assert.InRange(orphans, persons.Planted(Rows).First(x => x.Kind == "employer-unknown").Rows, Rows / 100);
        Assert.Equal(3, duck.Ask($"SELECT count(*) FROM {Sql.Shards([g])} WHERE longitude < 100", r => r.GetInt64(0))[0]);
    }

    [Fact]
    public void The_same_rows_are_made_however_they_are_cut_into_shards()
    {
        using var folder = new TestFolder();
        using var duck = DuckSession.Open(folder.Path, threads: 2, memory: 512L << 20);
        string whole = Path.Combine(folder.Path, "w.parquet"), one = Path.Combine(folder.Path, "1.parquet"), two = Path.Combine(folder.Path, "2.parquet");
        var persons = new SyntheticPersons(enterprises: 3000);
        persons.Write(duck, 0, 5000, whole);
        persons.Write(duck, 0, 1234, one, ["('450202198808080001', '示例·柳州居民甲', '1', DATE '1988-08-08', '01', '450202', '示例路1号', '13800000000', NULL, DATE '2022-08-15')"]);
        persons.Write(duck, 1234, 5000, two);
        Assert.Equal(1, duck.Ask($"SELECT count(*) FROM (SELECT * FROM {Sql.Shards([one, two])} EXCEPT ALL SELECT * FROM {Sql.Shards([whole])})", r => r.GetInt64(0))[0]);
        Assert.Equal(0, duck.Ask($"SELECT count(*) FROM (SELECT * FROM {Sql.Shards([whole])} EXCEPT ALL SELECT * FROM {Sql.Shards([one, two])})", r => r.GetInt64(0))[0]);
    }
}
