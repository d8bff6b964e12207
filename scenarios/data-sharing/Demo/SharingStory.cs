using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.DataSharing.Demo;

/// <summary>The housing fund of Liuzhou asks for persons' and enterprises' data, uses them, asks for too much and is refused, and gives one grant up.</summary>
internal sealed class SharingStory(ISharingDesk desk, IPoolRecords records, ICatalogue catalogue, ICases cases, IPeople people) : IDemoStory
{
    private const string Persons = "pop.person";

    public string Name => "data-sharing";

    public async Task TellAsync(IStoryClock clock, CancellationToken cancel = default)
    {
        if (await people.ActorByLoginAsync("lz-fund", cancel) is not { } fund || await people.ActorByLoginAsync("lz-police", cancel) is not { } police
            || await people.ActorByLoginAsync("pool", cancel) is not { } pool || await catalogue.FindAsync(Persons, cancel) is not { } persons || await catalogue.FindAsync("ent.base", cancel) is not { } enterprises)
        {
            return;
        }
        var recipient = fund.Appointments[0].OrganisationId;
        Task At(string time) => clock.MoveToAsync(new DateTimeOffset(DateTime.ParseExact(time, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), ChinaTime.Offset));

        await At("2022-07-18 09:12");
        var asked = await desk.AskAsync(fund, new(Persons, recipient, "核对公积金缴存职工的身份", "《住房公积金管理条例》第三十七条", [new("id_no"), new("name", Mask.Name), new("born_on", Mask.Year), new("division")], null, 365, 5000), cancel);
        await At("2022-07-18 10:05");
        await DecideAsync(pool, asked, new Accept());
        await At("2022-07-20 15:30");
        await DecideAsync(police, asked, new Cases.Contracts.Grant("decide", "同意，姓名和出生日期脱敏后提供"));

        await At("2022-07-21 09:40");
        await desk.AskAsync(fund, new(enterprises.Description.Code, recipient, "核对缴存单位的登记状态", "《住房公积金管理条例》第十三条", [new("uscc"), new("name"), new("state"), new("registered_on")], new Where("division", Comparison.StartsWith, ["4502"]), 180, 2000), cancel);
        await At("2022-07-26 10:20");
        var tooMuch = await desk.AskAsync(fund, new(Persons, recipient, "给缴存职工寄送对账单", "《住房公积金管理条例》第十九条", [new("id_no"), new("name"), new("address"), new("phone")], null, 365, 20_000), cancel);
        await At("2022-07-26 11:00");
        await DecideAsync(pool, tooMuch, new Accept());
        await At("2022-07-27 16:45");
        await DecideAsync(police, tooMuch, new Refuse("decide", "对账单可以在网上办事大厅查询，不需要全部人员的住址和电话"));

        await At("2022-08-08 10:15");
        var granted = (await desk.RequestsAsync(fund, 20, cancel)).FirstOrDefault(r => r.Id == asked.Id)?.GrantId;
        var resident = await people.ActorByLoginAsync("lz-resident", cancel);
        if (granted is not null && resident is { Parties: [{ Party: var own }, ..] })
        {
            await records.FindAsync(fund, Persons, granted, "id_no", own.Code, cancel);
            await At("2022-08-15 14:32");
            await records.FindAsync(fund, Persons, granted, "id_no", own.Code, cancel);
            await records.FindAsync(fund, Persons, granted, "id_no", "450202199001019990", cancel);
        }
        await At("2022-08-15 16:00");
        var again = await desk.AskAsync(fund, new(enterprises.Description.Code, recipient, "一次性清理停缴单位名单", "《住房公积金管理条例》第三十八条", [new("uscc"), new("name"), new("state")], new Where("state", Comparison.NotIn, ["1"]), 30, 500), cancel);
        await At("2022-08-15 17:10");
        if (again.GrantId is not null && await people.ActorByLoginAsync("lz-market", cancel) is { } market)
        {
            await desk.RevokeAsync(market, again.GrantId, "清理工作已完成，授权提前收回", cancel);
        }
        await At("2022-08-16 08:40");
        await desk.AskAsync(fund, new(Persons, recipient, "核对贷款申请人的户籍区划", "《住房公积金管理条例》第二十六条", [new("id_no"), new("division")], null, 180, 1000), cancel);

        async Task DecideAsync(Actor actor, ShareRequest request, CaseCommand command)
        {
            if (request.CaseId is { } caseId)
            {
                await cases.ExecuteAsync(actor, caseId, command, cancel: cancel);
            }
        }
    }
}
