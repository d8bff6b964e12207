using Microsoft.AspNetCore.Http;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Tests;

/// <summary>Answers of an engine with one story, so that pages can be looked at by themselves.</summary>
internal sealed class StandIn : IMatters, ICases, IDrafts, IWorklists, IAccess, IOrganisations, IHeldCertificates, IProofs, IEvidenceCertificates, IMaterials, IPrefillSource, ICaseSearch, IBatches, ISavedFilters, IColleagues, IWorkExports
{
    static LocalText L(string zh, string en) => new(zh, en);
    Matter Joint => Example.Matter with { Key = "joint-acceptance", Title = L("工程竣工联合验收", "Joint acceptance"), Summary = L("规划、人防、消防、档案一次联合验收，出具一份意见书。", "One joint acceptance by all offices.") };
    Matter Survey => Example.Matter with { Key = "joint-survey", Title = L("多测合一", "Joint survey"), Summary = L("一次委托、联合测绘、成果共享。", "One commission, joint survey, shared results."), Steps = [Example.Matter.Steps[0], Example.Matter.Steps[2]] };
    public IReadOnlyList<Matter> Published => [Example.Matter, Joint, Survey, Example.Mending];
    public Matter? Current(string key) => Published.FirstOrDefault(m => m.Key == key);
    public Matter Pinned(string key, string version, string hash) => Example.Matter;
    public Task<CaseState> ExecuteAsync(Actor actor, string caseId, CaseCommand command, long? v = null, string? k = null, CancellationToken c = default) => command switch { DisagreeItem => throw new ConflictException("cases.page.event.gap", "周敏", "10:29"), AgreeItem { Remark: null } => throw new InvalidInputException("remark", "cases.page.fault.reason"), _ => Task.FromResult(Example.View(false).State) };
    public Task<CaseView?> FindAsync(Actor actor, string caseId, CancellationToken c = default) => Task.FromResult<CaseView?>(Example.View(caseId == "mine"));
    public Task<string?> IdByNumberAsync(string n, CancellationToken c = default) => Task.FromResult<string?>(null);
    private static readonly Draft D = new("d1", "acceptance-certificate", Example.Owner, null, "x", Example.View(true).State.Form.Remove("use").SetItem("phone", "1397"), new Dictionary<string, LocalText> { ["area_m2"] = L("多测合一测绘成果", "the joint survey"), ["project_name"] = L("工程建设项目库", "the project registry"), ["division"] = L("工程建设项目库", "the project registry"), ["uscc"] = L("企业登记信息", "the enterprise register") }.ToImmutableSortedDictionary(), Example.View(true).State.Materials.Remove("survey").Remove("archive"), Example.Now, [new("form.use", "cases.page.fault.choose"),
        new("form.phone", "cases.page.fault.days"),
        new("material.survey", "cases.page.fault.no-file")], null);
    public Task<Draft> StartAsync(Actor a, string m, string p, string? s, CancellationToken c = default) => Task.FromResult<Draft>(D);
    Task<Draft?> IDrafts.FindAsync(Actor a, string d, CancellationToken c) => Task.FromResult<Draft?>(D);
    Task<IReadOnlyList<Draft>> IDrafts.MineAsync(Actor a, CancellationToken c) => Task.FromResult<IReadOnlyList<Draft>>([D]);
    public Task<Draft> SaveAsync(Actor a, string d, IReadOnlyDictionary<string, string> f, CancellationToken c = default) => Task.FromResult<Draft>(D);
    public Task<Draft> AttachAsync(Actor a, string d, string m, string n, Stream s, CancellationToken c = default) => throw new InvalidInputException("material." + m, "cases.page.fault.no-file");
    public Task<Draft> AttachCertificateAsync(Actor a, string d, string m, string i, CancellationToken c = default) => Task.FromResult<Draft>(D);
    public Task<Draft> AwaitAsync(Actor a, string d, string m, CancellationToken c = default) => Task.FromResult<Draft>(D);
    public Task<Draft> PromiseAsync(Actor a, string d, string m, bool p, CancellationToken c = default) => Task.FromResult<Draft>(D);
    public Task DiscardAsync(Actor a, string d, CancellationToken c = default) => Task.CompletedTask;
    public Task<CaseState> SubmitAsync(Actor a, string d, CancellationToken c = default) => Task.FromResult<CaseState>(Example.View(true).State);
    public Task<WorkPage> WorkAsync(Actor a, WorkQuery q, CancellationToken c = default) => Task.FromResult<WorkPage>(new([.. Enumerable.Range(0, Math.Min(q.Size, 30)).Select(i => new WorkRow("c" + i, $"451000-20220816-{i + 101:000000}", 3, "acceptance-certificate", Example.Matter.Title, i % 2 == 0 ? "fire" : "planning", Example.Matter.Item(i % 2 == 0 ? "fire" : "planning").Title, new[] { "锦绣江畔花园一期", "右江区第三小学教学楼", "百东新区标准厂房（二期）" }[i % 3], new[] { Example.Owner.Name, "百色市右江区教育局" }[i % 2], "fire-review", i % 3 == 0 ? "周敏" : null, i % 4 != 1, Example.At(10 + i % 7, 9), i == 9 ? null : new DateOnly(2022, 8, 15 + i / 2), i > 26, i < 4 ? Light.Red : i < 8 ? Light.Amber : i == 9 ? Light.Paused : Light.Green, i - 4))], "next", 132));
    Task<IReadOnlyList<MyCase>> IWorklists.MineAsync(Actor a, CancellationToken c) => Task.FromResult<IReadOnlyList<MyCase>>([new("mine", "451000-20220816-000123", "m", Example.Matter.Title, null, "锦绣江畔花园一期", CasePhase.Reviewing, Example.At(16, 9), new(2022, 8, 20), Light.Amber, new("cases.page.services.lead"), true, 4, 7, null),
        new("c2", "451000-20220801-000088", "m", L("工程竣工联合验收", "Joint acceptance"), null, "锦绣江畔花园一期", CasePhase.Closed, Example.At(1, 9), new(2022, 8, 15), Light.Met, new("cases.page.phase.closed"), false, 4, 4, "cert1"),
        new("c3", "451000-20220801-000099", "m", L("多测合一", "Joint survey"), null, "锦绣江畔花园二期", CasePhase.Submitted, Example.At(17, 9), new(2022, 8, 23), Light.Green, new("cases.page.phase.submitted"), false, 0, 4, null),
        new("c4", "451000-20220701-000011", "m", L("多测合一", "Joint survey"), null, "锦绣江畔花园三期", CasePhase.Refused, Example.At(2, 9), null, Light.Met, new("cases.page.phase.refused"), false, 1, 4, null)]);
    public Task<IReadOnlyList<MyCase>> AboutAsync(Actor a, string k, CancellationToken c = default) => Task.FromResult<IReadOnlyList<MyCase>>([]);
    public Task<Contracts.Board> BoardAsync(Actor a, CancellationToken c = default) => Task.FromResult<Contracts.Board>(new([.. Example.Offices.Select((o, i) => new OfficeLights(o.F, L(o.Zh, o.En), 12 - i, i % 4, i % 3, i % 2, 20 + i, i % 3, i % 2, i * 0.5m))], [.. Enumerable.Range(0, 4).Select(i => new OverdueItem("c" + i, $"451000-20220816-{i + 101:000000}", Example.Matter.Title, Example.Matter.Item("archive").Title, L("百色市城市建设档案馆", "Baise Urban Archives"), "锦绣江畔花园一期", new(2022, 8, 17 - i), 1 + i, i % 2))], 164, 120, 111, 12.5m, 31m));
    public ValueTask<Actor> ActorAsync(HttpContext h) => ValueTask.FromResult<Actor>(new("clerk1", "周敏", [], [new(Example.Owner, null, null, []), new(new("p2", PartyKind.Person, "韦春燕", "452601198503120021"), "m1", new(2022, 12, 31), [])]));
    public bool May(Actor a, string p, string path) => true;
    public IReadOnlyList<string> Reach(Actor a, string p) => ["r/"];
    public bool Represents(Actor a, string p, string m, DateOnly t) => true;
    public Organisation Root => All[0];
    public Organisation? Find(string id) => All.FirstOrDefault(o => o.Id == id);
    public IReadOnlyList<Organisation> Children(string id) => [];
    public IReadOnlyList<Organisation> All { get; } = [new("r", null, "r/", OrganisationKind.City, "451000", null, L("百色市", "Baise")),
        new("y", "r", "r/y/", OrganisationKind.County, "451002", null, L("右江区", "Youjiang")), .. Example.Offices.Select(o => new Organisation(o.F, "r", "r/" + o.F + "/", OrganisationKind.Office, "451000", o.F, L(o.Zh, o.En)))];
    public Organisation? Area(string d) => All.FirstOrDefault(o => o.Division == d && o.Function is null);
    public Organisation? Resolve(string f, string h) => Find(f);
    public Task<IReadOnlyList<HeldCertificate>> HeldAsync(string p, string t, CancellationToken c = default) => Task.FromResult<IReadOnlyList<HeldCertificate>>([new("cert2", t, "BSCH-2022-0117", L("不动产测绘成果", "Survey result"), new(2022, 8, 1), ImmutableSortedDictionary<string, string>.Empty)]);
    public Task<HeldCertificate?> ValidAsync(string p, string i, CancellationToken c = default) => Task.FromResult<HeldCertificate?>(null);
    public Task<IReadOnlyList<StreamSeal>> SealsAsync(string s, CancellationToken c = default) => Task.FromResult<IReadOnlyList<StreamSeal>>([.. Enumerable.Range(1, 6).Select(i => new StreamSeal("e" + i, i, "cases.x", Example.Now, SealStatus.Sealed, 4000 + i))]);
    public Task<IReadOnlyList<PrivateFieldName>> PrivateFieldsAsync(string s, CancellationToken c = default) => Task.FromResult<IReadOnlyList<PrivateFieldName>>([new(1, "cases.submitted", "person"), new(1, "cases.submitted", "applicant.name"), new(1, "cases.submitted", "applicant.code"), new(2, "cases.accepted", "person")]);
    public Task<byte[]> ProofFileAsync(string s, Func<PrivateFieldName, bool> d, CancellationToken c = default) => Task.FromResult<byte[]>([]);
    public Task<byte[]> OfStreamAsync(string s, string? t, Func<PrivateFieldName, bool> d, CancellationToken c = default) => Task.FromResult<byte[]>([]);
    public Task<bool> WaitSealedAsync(string s, TimeSpan t, CancellationToken c = default) => Task.FromResult<bool>(true);
    public Task<MaterialState> UploadAsync(Actor a, string c, string m, string f, Stream s, CancellationToken x = default) => throw new InvalidInputException("material." + m, "cases.page.fault.no-file");
    public Task<MaterialState> CertificateAsync(Actor a, string c, string m, string i, CancellationToken x = default) => throw new NotSupportedException();
    public Task<MaterialFile?> OpenAsync(Actor a, string c, string m, CancellationToken x = default) => Task.FromResult<MaterialFile?>(null);
    public Task<SearchPage> SearchAsync(Actor a, string w, string? after = null, int size = 20, CancellationToken c = default) => Task.FromResult(w == "none" ? new SearchPage([], null) : new SearchPage([new("c1", "451000-20220816-000123", "m", Example.Matter.Title, "锦绣江畔花园一期", Example.Owner.Name, CasePhase.Reviewing, Example.At(16, 9),
        [new("subject", null, [new("锦绣江畔", false), new("花园", true), new("一期", false)]), new("remark", null, [new("3 号楼", false), new("花园", true), new("退线少 0.6 米", false)])])], "7"));
    private static readonly Batch B = new("b", BatchDeed.Agree, "同意", null, Example.Now, Example.Now, [new(new("c1", "fire"), "451000-20220816-000123", "锦绣江畔花园一期", L("建设工程消防验收", "Fire acceptance"), true, []), new(new("c2", "fire"), "451000-20220816-000124", "右江区第三小学教学楼", L("建设工程消防验收", "Fire acceptance"), false, [new("", "cases.fault.nothing-chosen")])]);
    public Task<Batch> RunAsync(Actor a, BatchOrder o, CancellationToken c = default) => Task.FromResult(B);
    Task<Batch?> IBatches.FindAsync(Actor a, string i, CancellationToken c) => Task.FromResult<Batch?>(B);
    public Task<IReadOnlyList<SavedFilter>> SeenByAsync(Actor a, CancellationToken c = default) => Task.FromResult<IReadOnlyList<SavedFilter>>([new("f1", "消防快到期", "/work?item=fire&light=amber", null, false, true), new("f2", "本局未认领", "/work?whose=untaken", "fire-review", false, false)]);
    public Task<SavedFilter> SaveAsync(Actor a, string n, string d, string? o, bool b, CancellationToken c = default) => throw new NotSupportedException();
    public Task ChooseAsync(Actor a, string? i, CancellationToken c = default) => Task.CompletedTask;
    public Task RemoveAsync(Actor a, string i, CancellationToken c = default) => Task.CompletedTask;
    public Task<IReadOnlyList<Colleague>> BelowAsync(string p, CancellationToken c = default) => Task.FromResult<IReadOnlyList<Colleague>>([]);
    public Task<ExportedList> ExportAsync(Actor a, WorkQuery q, ListFormat f, string l, CancellationToken c = default) => throw new NotSupportedException();
    public string Name => "project";
    public LocalText Title => L("工程建设项目库", "Project registry");
    public Task<IReadOnlyList<PrefillSubject>> SubjectsAsync(Party p, CancellationToken c = default) => Task.FromResult<IReadOnlyList<PrefillSubject>>(p.Id == "p1" ? [new("a", L("锦绣江畔花园一期（2021-451002-47-01-000123）", "Jinxiu Garden I")),
        new("b", L("锦绣江畔花园二期", "Jinxiu Garden II"))] : []);
    public Task<ImmutableSortedDictionary<string, string>> ReadAsync(Party p, string? s, CancellationToken c = default) => Task.FromResult<ImmutableSortedDictionary<string, string>>(ImmutableSortedDictionary<string, string>.Empty);
}
