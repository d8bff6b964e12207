using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Importing;

/// <summary>Enters the sound rows of running imports, on one node at a time; a stop in the midst loses and doubles nothing, for each row has its key.</summary>
internal sealed partial class ImportRunner(
    IDatabase database, CaseService cases, CaseNumbers numbers, MatterLibrary matters, RowReader reader, IPeople people, IPeopleRegistry registry, IOrganisations organisations, TimeProvider time, ILogger<ImportRunner> log) : BackgroundService
{
    private const int AtOnce = 256;

    private const int Callers = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _registering = new(1, 1);

    public void Wake() => _wake.Release();

    public override void Dispose()
    {
        _wake.Dispose();
        _registering.Dispose();
        base.Dispose();
    }

    /// <summary>Enters what waits now; returns when nothing does, or another node is at it.</summary>
    public async Task RunAllAsync(CancellationToken cancel)
    {
        await using var mine = await database.TryLockAsync("cases.import", cancel);
        if (mine is null)
        {
            return;
        }
        foreach (var id in await database.ReadAsync(ImportTable.RunningAsync, cancel))
        {
            if (await database.ReadAsync(session => ImportTable.FindAsync(session, id), cancel) is { } found && await people.ActorAsync(found.Person, cancel) is { } actor)
            {
                await RunAsync(found.Import, actor, cancel);
            }
            await database.WriteAsync(async session => await ImportTable.SetStatusAsync(session, id, ImportStatus.Running, ImportStatus.Finished), cancel);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(Pause, stoppingToken);
                await RunAllAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // What runs stays running: the next round goes on where this one stopped.
                Failed(log, fault);
            }
        }
    }

    private async Task RunAsync(Import import, Actor actor, CancellationToken cancel)
    {
        for (long after = 0; ;)
        {
            var rows = await database.ReadAsync(session => ImportTable.RowsAsync(session, import.Id, after, AtOnce, RowStand.Sound), cancel);
            if (rows.Count == 0)
            {
                return;
            }
            var done = new ConcurrentBag<(long Row, string? Case, IReadOnlyList<ImportFault> Faults)>();
            await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = cancel }, async (row, stop) =>
            {
                try
                {
                    done.Add((row.Number, (await EnterAsync(import, actor, row, stop)).Id, []));
                }
                catch (RefusalException refusal)
                {
                    done.Add((row.Number, null, [.. refusal.Faults.Select(f => new ImportFault((int)row.Number, import.Columns.GetValueOrDefault(f.Field, ""), f))]));
                }
            });
            await database.WriteAsync(async session =>
            {
                foreach (var (row, entered, faults) in done)
                {
                    await (entered is null ? ImportTable.FailedAsync(session, import.Id, row, faults) : ImportTable.DoneAsync(session, import.Id, row, entered));
                }
                return 0;
            }, cancel);
            after = rows[^1].Number;
        }
    }

    private async Task<CaseState> EnterAsync(Import import, Actor actor, ImportRow row, CancellationToken cancel)
    {
        var compiled = matters.CurrentCompiled(import.MatterKey) ?? throw new NotFoundException("cases.fault.no-such-matter");
        var read = reader.Read(compiled, import.Kind, Imports.ByTarget(import, row.Cells));
        if (read.Faults.Count > 0)
        {
            throw new InvalidInputException(read.Faults);
        }
        var party = await PartyAsync(actor, read, cancel);
        var office = organisations.Resolve(compiled.Matter.Office, read.Home!.Id) ?? read.Home;
        // An old case has no work at any office; it is at home where it was entered, so that its clerks find it.
        var home = read.Old is null ? read.Home : office;
        var number = await numbers.NextAsync(home.Division, read.Old?.SubmittedOn ?? time.GetUtcNow().ChinaDate(), cancel);
        var submit = new Submit(Ids.New(time), number, party, null, home.Id, home.Path, read.Subject, read.Form, read.Materials)
        {
            EnteredAt = office.Path,
            Old = read.Old,
        };
        // The same row of the same sheet is the same case, in whichever import it comes.
        return await cases.SubmitAsync(actor, compiled, submit, $"import/{import.MatterKey}/{import.Kind}/{import.Sha256}/{row.Number}", cancel);
    }

    /// <summary>The applicant by his code; unknown ones are put on record, one after the other, for a sheet often names one many times.</summary>
    private async Task<Party> PartyAsync(Actor actor, ReadRow read, CancellationToken cancel)
    {
        if (await people.PartyByCodeAsync(read.ApplicantCode, cancel) is { } known)
        {
            return known;
        }
        await _registering.WaitAsync(cancel);
        try
        {
            return await people.PartyByCodeAsync(read.ApplicantCode, cancel)
                ?? await registry.AddPartyAsync(actor, Kernel.Codes.CitizenId.Check("", read.ApplicantCode, time.GetUtcNow().ChinaDate()) is null ? PartyKind.Person : PartyKind.LegalEntity, read.ApplicantName, read.ApplicantCode, cancel);
        }
        finally
        {
            _registering.Release();
        }
    }

    [LoggerMessage(LogLevel.Error, "An import stopped and will go on")]
    private static partial void Failed(ILogger log, Exception fault);
}
