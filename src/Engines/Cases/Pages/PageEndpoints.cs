using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Pages.Apply;
using Zhuangjin.Cases.Pages.Batches;
using Zhuangjin.Cases.Pages.Board;
using Zhuangjin.Cases.Pages.CasePage;
using Zhuangjin.Cases.Pages.Flow;
using Zhuangjin.Cases.Pages.Import;
using Zhuangjin.Cases.Pages.MyMatters;
using Zhuangjin.Cases.Pages.Notices;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Cases.Pages.Search;
using Zhuangjin.Cases.Pages.Simulated;
using Zhuangjin.Cases.Pages.ServicePage;
using Zhuangjin.Cases.Pages.Services;
using Zhuangjin.Cases.Pages.Versions;
using Zhuangjin.Cases.Pages.Worklist;

namespace Zhuangjin.Cases.Pages;

/// <summary>The addresses of the engine's pages.</summary>
internal static class PageEndpoints
{
    public static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddSingleton<ActiveParts>()
        .AddScoped<DraftEndpoints>()
        .AddScoped<VersionEndpoints>()
        .AddScoped<ActionReader>()
        .AddScoped<CaseEndpoints>()
        .AddScoped<ImportEndpoints>()
        .AddScoped<ProofEndpoints>()
        .AddScoped<SimulatedPaper>()
        .AddScoped<SimulatedEndpoint>();

    public static IEndpointRouteBuilder MapPages(this IEndpointRouteBuilder endpoints)
    {
        var open = endpoints.MapGroup("").ExcludeFromDescription();
        open.MapGet("/services", ServicesEndpoint.Answer);
        open.MapGet("/services/{key}", ServiceEndpoint.Answer);
        open.MapGet("/services/{key}/flow.bpmn", BpmnEndpoints.OfMatterAsync);
        open.MapGet("/notices", NoticeEndpoints.ListAsync);
        open.MapGet("/notices/{id}", NoticeEndpoints.ShowAsync);

        var own = endpoints.MapGroup("").ExcludeFromDescription().AddEndpointFilter<SignedInOnly>();
        own.MapGet("/services/{key}/apply", ApplyEndpoints.ShowAsync);
        own.MapPost("/services/{key}/apply", ApplyEndpoints.StartAsync);
        own.MapGet("/drafts/{id}", (string id, string? step, DraftEndpoints drafts, HttpContext http) => drafts.ShowAsync(id, step, http));
        own.MapPost("/drafts/{id}/form", (string id, DraftEndpoints drafts, HttpContext http) => drafts.SaveAsync(id, http));
        own.MapPost("/drafts/{id}/materials/{material}/file", (string id, string material, DraftEndpoints drafts, HttpContext http) => drafts.AttachAsync(id, material, http));
        own.MapPost("/drafts/{id}/materials/{material}/certificate", (string id, string material, DraftEndpoints drafts, HttpContext http) => drafts.UseCertificateAsync(id, material, http));
        own.MapPost("/drafts/{id}/materials/{material}/await", (string id, string material, DraftEndpoints drafts, HttpContext http) => drafts.AwaitAsync(id, material, http));
        own.MapPost("/drafts/{id}/materials/{material}/promise", (string id, string material, DraftEndpoints drafts, HttpContext http) => drafts.PromiseAsync(id, material, http));
        own.MapPost("/drafts/{id}/materials/{material}/remove", (string id, string material, DraftEndpoints drafts, HttpContext http) => drafts.RemoveAsync(id, material, http));
        own.MapPost("/drafts/{id}/discard", (string id, DraftEndpoints drafts, HttpContext http) => drafts.DiscardAsync(id, http));
        own.MapPost("/drafts/{id}/submit", (string id, DraftEndpoints drafts, HttpContext http) => drafts.SubmitAsync(id, http));
        own.MapPost("/notices/{id}", NoticeEndpoints.ObjectAsync);
        own.MapGet("/cases/{id}/receipt", ReceiptEndpoint.AnswerAsync);

        own.MapGet("/my", MyMattersEndpoint.AnswerAsync);
        own.MapGet("/work", WorklistEndpoints.ShowAsync);
        own.MapPost("/work/batch", BatchEndpoints.RunAsync);
        own.MapGet("/work/batches/{id}", BatchEndpoints.ShowAsync);
        own.MapPost("/work/export", ListFileEndpoints.ExportAsync);
        own.MapPost("/work/filters", ListFileEndpoints.SaveAsync);
        own.MapPost("/work/filters/{id}/remove", ListFileEndpoints.RemoveAsync);
        own.MapPost("/work/filters/{id}/default", ListFileEndpoints.ChooseAsync);
        own.MapGet("/work/import", (ImportEndpoints imports, HttpContext http) => imports.ListAsync(http));
        own.MapPost("/work/import", (ImportEndpoints imports, HttpContext http) => imports.BeginAsync(http));
        own.MapGet("/work/import/{id}", (string id, ImportEndpoints imports, HttpContext http) => imports.ShowAsync(id, http));
        own.MapPost("/work/import/{id}/columns", (string id, ImportEndpoints imports, HttpContext http) => imports.MatchAsync(id, http));
        own.MapPost("/work/import/{id}/run", (string id, ImportEndpoints imports, HttpContext http) => imports.RunAsync(id, http));
        own.MapGet("/work/import/{id}/faulty", (string id, ImportEndpoints imports, HttpContext http, Zhuangjin.Ui.Texts.Phrases t) => imports.FaultyAsync(id, http, t));
        own.MapGet("/work/search", SearchEndpoint.AnswerAsync);
        own.MapGet("/board", BoardEndpoint.AnswerAsync);

        own.MapGet("/cases/{id}", (string id, CaseEndpoints cases, HttpContext http) => cases.ShowAsync(id, http));
        own.MapGet("/cases/{id}/flow", (string id, long version, CaseEndpoints cases, HttpContext http) => cases.FlowAsync(id, version, http));
        own.MapGet("/matters", (VersionEndpoints pages, HttpContext http) => pages.ListAsync(http));
        own.MapGet("/matters/{key}/versions", (string key, VersionEndpoints pages, HttpContext http) => pages.ShowAsync(key, http));
        own.MapGet("/matters/{key}/tables/{table}.csv", (string key, string table, VersionEndpoints pages, HttpContext http) => pages.DownloadAsync(key, table, http));
        own.MapGet("/matters/{key}/tables/{table}", (string key, string table, VersionEndpoints pages, HttpContext http) => pages.EditAsync(key, table, http));
        own.MapPost("/matters/{key}/tables/{table}/preview", (string key, string table, VersionEndpoints pages, HttpContext http) => pages.PreviewAsync(key, table, http));
        own.MapPost("/matters/{key}/tables/{table}/publish", (string key, string table, VersionEndpoints pages, HttpContext http) => pages.PublishAsync(key, table, http));
        own.MapGet("/matters/{key}/migration", (string key, VersionEndpoints pages, HttpContext http) => pages.PlanAsync(key, http));
        own.MapPost("/matters/{key}/migration", (string key, VersionEndpoints pages, HttpContext http) => pages.MoveAsync(key, http));
        own.MapGet("/cases/{id}/flow.bpmn", BpmnEndpoints.OfCaseAsync);
        own.MapPost("/cases/{id}/act", (string id, CaseEndpoints cases, HttpContext http) => cases.ActAsync(id, http));
        own.MapGet("/cases/{id}/simulated.pdf", (string id, SimulatedEndpoint simulated, HttpContext http) => simulated.FileAsync(id, http));
        own.MapGet("/cases/{id}/proof", (string id, ProofEndpoints proofs, HttpContext http) => proofs.FileAsync(id, http));
        own.MapGet("/cases/{id}/proof/choose", (string id, ProofEndpoints proofs, HttpContext http) => proofs.ChooseAsync(id, http));
        own.MapGet("/cases/{id}/certificate.pdf", (string id, ProofEndpoints proofs, HttpContext http) => proofs.CertificateAsync(id, http));
        return endpoints;
    }
}
