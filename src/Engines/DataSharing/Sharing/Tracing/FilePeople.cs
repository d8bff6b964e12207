using System.Globalization;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>Tells which of the files that were given held somebody. A file is named by its grant and version, and both never change: so whom it held is listed once, however often it was taken.</summary>
internal sealed class FilePeople(IDatabase database, GrantStore grants, ICatalogue catalogue, GrantedFiles files)
{
    /// <summary>Keys of the index, see <see cref="UseStretches.OfFile"/>.</summary>
    public async Task<List<string>> HoldingAsync(string hash, CancellationToken cancel)
    {
        var keys = await database.ReadAsync(s => s.QueryAsync("select distinct key from sharing_use_stretch where key >= $1 and key < $2", r => r.GetString(0), UseStretches.Files, UseStretches.Files + "~"), cancel);
        var holding = new List<string>();
        foreach (var key in keys)
        {
            if (await ListAsync(key, cancel) is { } list && SubjectList.Holds(list, hash))
            {
                holding.Add(key);
            }
        }
        return holding;
    }

    /// <summary>The list lies on the node that gave the file; another one makes it again from the same version.</summary>
    private async Task<string?> ListAsync(string key, CancellationToken cancel)
    {
        var at = key.LastIndexOf('@');
        var number = int.Parse(key[(at + 1)..], CultureInfo.InvariantCulture);
        if (await grants.FindAsync(key[(UseStretches.Files + "grant/").Length..at], cancel) is not { } grant || await catalogue.DataAsync(grant.Resource, number, cancel) is not { } data)
        {
            return null;
        }
        if (files.PeopleOf(grant, data) is { } known)
        {
            return known;
        }
        if (await catalogue.FindAsync(grant.Resource, data.Description, cancel) is not { Description: var columns })
        {
            return null;
        }
        await files.OfAsync(grant, new(data, columns, SharingClass.Unconditional), FileFormat.Csv);
        return files.PeopleOf(grant, data);
    }
}
