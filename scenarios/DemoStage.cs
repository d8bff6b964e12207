using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios;

/// <summary>Lets the demo's people act, each by the same contracts that pages use, at the instants of the story.</summary>
internal sealed class DemoStage(ICases cases, IDrafts drafts, IMatters matters, IPeople people, IStoryClock clock)
{
    /// <summary>Who answers for an office, by its function; a story may add those of its own.</summary>
    public Dictionary<string, string> LoginOf { get; } = new(StringComparer.Ordinal)
    {
        ["approval-office"] = "clerk",
        ["natural-resources"] = "planning",
        ["civil-defence"] = "defence",
        ["fire-review"] = "fire",
        ["construction-archive"] = "archive",
        ["cadastral-survey"] = "cadastre",
        ["real-estate-registry"] = "registry",
        ["housing-construction"] = "housing",
        ["survey-institute"] = "surveyor",
        ["water"] = "water",
        ["power"] = "power",
        ["gas"] = "gas",
        ["supervision"] = "supervisor",
    };

    /// <summary>Materials that the next applications leave to be awaited (模拟审批).</summary>
    public HashSet<string> Awaited { get; } = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Actor> _actors = new(StringComparer.Ordinal);

    /// <param name="instant">China time: "2022-07-19 09:30".</param>
    public Task MoveToAsync(string instant) => clock.MoveToAsync(new DateTimeOffset(DateTime.ParseExact(instant, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), ChinaTime.Offset));

    public async Task<Actor> ActorAsync(string login)
    {
        if (!_actors.TryGetValue(login, out var actor))
        {
            actor = await people.ActorByLoginAsync(login) ?? throw new InvalidOperationException($"The demo has no account '{login}'.");
            _actors[login] = actor;
        }
        return actor;
    }

    /// <summary>Fills in and submits an application: what the platform knows is prefilled, held certificates serve as materials, the rest is uploaded or promised.</summary>
    /// <param name="typed">What the applicant types himself, by field.</param>
    /// <param name="promised">Keys of deferrable materials that are promised instead of brought.</param>
    /// <returns>Id of the case.</returns>
    public async Task<string> ApplyAsync(string login, string matterKey, string partyId, string? subject, IReadOnlyDictionary<string, string>? typed = null, params string[] promised)
    {
        var actor = await ActorAsync(login);
        var matter = matters.Current(matterKey) ?? throw new InvalidOperationException($"The matter '{matterKey}' is not published.");
        var draft = await drafts.StartAsync(actor, matterKey, partyId, subject);
        if (typed is not null)
        {
            draft = await drafts.SaveAsync(actor, draft.Id, draft.Form.SetItems(typed));
        }
        foreach (var material in matter.Materials)
        {
            if (draft.Materials.TryGetValue(material.Key, out var state) && state.Status == MaterialStatus.Provided)
            {
                continue;
            }
            if (Awaited.Contains(material.Key))
            {
                draft = await drafts.AwaitAsync(actor, draft.Id, material.Key);
            }
            else if (promised.Contains(material.Key))
            {
                draft = await drafts.PromiseAsync(actor, draft.Id, material.Key, promised: true);
            }
            else if (material.MayUpload && (material.Required || material.When is not null))
            {
                var isPhoto = !material.Accept.Contains("pdf");
                using var paper = isPhoto ? SamplePhoto.Png(typed?.Values.Sum(v => v.Length) ?? 0) : SamplePaper.Pdf(material.Title.In("en").Replace('(', '[').Replace(')', ']'));
                draft = await drafts.AttachAsync(actor, draft.Id, material.Key, $"{material.Title.In("zh")}.{(isPhoto ? "png" : "pdf")}", paper);
            }
        }
        return (await drafts.SubmitAsync(actor, draft.Id)).Id;
    }

    public async Task<CaseState> SendAsync(string login, string caseId, CaseCommand command) =>
        await cases.ExecuteAsync(await ActorAsync(login), caseId, command);

    public async Task<CaseView> ViewAsync(string login, string caseId) =>
        await cases.FindAsync(await ActorAsync(login), caseId) ?? throw new InvalidOperationException($"'{login}' does not see the case {caseId}.");

    /// <summary>The office signs for its item and answers.</summary>
    public async Task AnswerAsync(string caseId, string function, Func<string, CaseCommand> answer)
    {
        var login = LoginOf[function];
        var view = await ViewAsync(login, caseId);
        foreach (var item in view.Matter.Items.Where(i => i.Office == function && view.State.Items.TryGetValue(i.Key, out var state) && state is { Status: ItemStatus.Open, Correcting: false }))
        {
            if (view.State.Items[item.Key].ReceivedAt is null && item.Task == ItemTask.Review)
            {
                await SendAsync(login, caseId, new ReceiveItem(item.Key));
            }
            await SendAsync(login, caseId, item.Task switch
            {
                ItemTask.Acceptance => new Accept(),
                ItemTask.Decision => new Grant(item.Key, null),
                _ => answer(item.Key),
            });
        }
    }

    public Task AgreeAsync(string caseId, string function) => AnswerAsync(caseId, function, item => new AgreeItem(item, null));

    public Task DisagreeAsync(string caseId, string function, string reason) => AnswerAsync(caseId, function, item => new DisagreeItem(item, reason));

    /// <summary>Every office answers yes, except those named, until nothing is open with the others.</summary>
    public async Task AgreeAllAsync(string login, string caseId, params string[] except)
    {
        for (var round = 0; round < 8; round++)
        {
            var view = await ViewAsync(login, caseId);
            var open = view.Matter.Items
                .Where(i => view.State.Items.TryGetValue(i.Key, out var state) && state is { Status: ItemStatus.Open, Correcting: false })
                .Select(i => i.Office).Distinct().Except(except).ToList();
            if (open.Count == 0)
            {
                return;
            }
            foreach (var function in open)
            {
                await AgreeAsync(caseId, function);
            }
        }
    }

    /// <summary>Waits until the certificate engine has followed the order and the case has its certificate.</summary>
    public async Task UntilIssuedAsync(string login, string caseId)
    {
        for (var i = 0; i < 4_800; i++)
        {
            if ((await ViewAsync(login, caseId)).State.CertificateId is not null)
            {
                return;
            }
            await Task.Delay(25);
        }
        throw new InvalidOperationException($"The certificate of case {caseId} was not issued within two minutes.");
    }

    /// <summary>The clock passes: what has run out acts as its rule says.</summary>
    public Task TickAsync(string caseId) => cases.ExecuteAsync(Actor.Clock, caseId, new Tick());
}
