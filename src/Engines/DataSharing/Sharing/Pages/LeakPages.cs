using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Pages;

/// <summary>/sharing/leak: tells under which grant a leaked file was given. For those who run the pool.</summary>
internal static class LeakPages
{
    private const long MostBytes = 20L << 20;

    private const int MostGrants = 20_000;

    static LeakPages() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/sharing/leak").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", async (HttpContext http, IAccess access) =>
        {
            await RequireAsync(http, access);
            return Page(null, []);
        });
        pages.MapPost("", TraceAsync);
    }

    private static async Task<IResult> TraceAsync(HttpContext http, IAccess access, ISharingDesk desk, ICatalogue catalogue, IOrganisations organisations, GrantKeys keys, ShardStore shards, CancellationToken cancel)
    {
        var actor = await RequireAsync(http, access);
        var file = (await http.Request.ReadFormAsync(cancel)).Files.GetFile("file");
        if (file is null || file.Length is 0 or > MostBytes)
        {
            return Page(null, [new("file", file is null or { Length: 0 } ? "sharing.leak.fault.file" : "sharing.leak.fault.size")]);
        }
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, cancel);
        IReadOnlyCollection<string> cells;
        try
        {
            cells = CellsOf(memory.ToArray(), shards);
        }
        catch (InvalidOperationException)
        {
            return Page(null, [new("file", "sharing.leak.fault.parquet")]);
        }
        var grants = (await desk.GrantsAsync(actor, MostGrants, cancel)).ToDictionary(g => g.Id, StringComparer.Ordinal);
        var named = LeakTrace.Name(cells, [.. grants.Keys.Select(id => (id, Watermark.KeyOf(keys.Marks, id)))]);
        var found = new List<LeakPage.Found>();
        foreach (var name in named)
        {
            var grant = grants[name.GrantId];
            found.Add(new(grant, (await catalogue.FindAsync(grant.Resource, cancel))?.Description.Title ?? new(grant.Resource), SharingPages.NameOf(organisations, grant.RecipientId), name.Codes, name.AllCodes, name.Agreeing, name.Places));
        }
        return Page(found, []);
    }

    private static async ValueTask<Actor> RequireAsync(HttpContext http, IAccess access)
    {
        var actor = await access.ActorAsync(http);
        return access.Reach(actor, Permissions.SharingOversee).Count > 0 ? actor : throw new DeniedException("sharing.page.fault.not-staff");
    }

    private static RazorComponentResult<LeakPage> Page(IReadOnlyList<LeakPage.Found>? found, IReadOnlyList<Fault> faults) =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(LeakPage.Named)] = found, [nameof(LeakPage.Faults)] = faults }) { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };

    /// <summary>The cells of a text in UTF-8 or GBK, or of a Parquet file. A text is cut at everything that separates cells anywhere; a cell cut too small says nothing, so nobody is named wrongly by it.</summary>
    private static IReadOnlyCollection<string> CellsOf(byte[] bytes, ShardStore shards)
    {
        if (bytes.AsSpan().StartsWith("PAR1"u8))
        {
            return ParquetCells(bytes, shards);
        }
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            text = Encoding.GetEncoding("GB18030").GetString(bytes);
        }
        var lines = text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        // Commas within quotes belong to the value: cut both ways.
        return [.. lines.SelectMany(l => l.Split([',', '\t', ';', '|', '"'], StringSplitOptions.RemoveEmptyEntries).Concat(l.Split('"').Where((_, i) => i % 2 == 1)))];
    }

    private static List<string> ParquetCells(byte[] bytes, ShardStore shards)
    {
        var draft = Path.Combine(shards.Drafts, Path.GetRandomFileName() + ".parquet");
        try
        {
            File.WriteAllBytes(draft, bytes);
            using var duck = DuckSession.Open(shards.Folder, threads: 1, memory: 256L << 20);
            try
            {
                return [.. duck.Ask($"SELECT columns(*)::VARCHAR FROM {Sql.Shards([draft])} LIMIT 20000", r => Enumerable.Range(0, r.FieldCount).Where(i => !r.IsDBNull(i)).Select(i => r.GetString(i)).ToList()).SelectMany(c => c)];
            }
            catch (DuckDB.NET.Data.DuckDBException fault)
            {
                throw new InvalidOperationException("The Parquet file cannot be read.", fault);
            }
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
