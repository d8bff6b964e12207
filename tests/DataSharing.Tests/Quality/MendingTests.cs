using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Mending;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests.Quality;

/// <summary>What a run finds becomes one order a dimension; the department says that it is mended, and the numbers of the next version decide.</summary>
public sealed class MendingTests
{
    private const string Rules = "resource: pop.person\nrules:\n- {id: R1, dim: completeness, item: name, check: present}\n- {id: R2, dim: completeness, item: born_on, check: present}\n- {id: U1, dim: uniqueness, key: [id_no]}\n";

    private const string Good = "SELECT '45020219880808001X' AS id_no, '居民' AS name, DATE '1988-08-08' AS born_on, '450202' AS division";

    private const string Nameless = "SELECT '450202198808080028' AS id_no, NULL::VARCHAR AS name, NULL::DATE AS born_on, '450202' AS division";

    [Fact]
    public async Task A_department_is_asked_once_sent_back_by_the_numbers_and_released_by_them()
    {
        var cancel = TestContext.Current.CancellationToken;
        var office = new Office();
        await using var pool = await Pool.OpenAsync(more: s => s.AddSingleton<IMendingCases>(office));
        var (turn, orders) = (pool.Get<QualityTurn>(), pool.Get<IQualityOrders>());
        await pool.PublishAsync(pool.Person(), Good, Nameless);
        await turn.PublishRulesAsync(pool.Of("public-security", Roles.Steward), "pop.person", Rules, cancel);

        await turn.RunAsync("pop.person", cancel);
        await turn.RunAsync("pop.person", cancel);
        pool.At("2022-08-17 10:00");
        await turn.RunAsync("pop.person", cancel);

        var order = Assert.Single(office.Orders);
        Assert.Equal(("completeness", 1, 2L, 2L), (order.Dimension, order.Version, order.Rows, order.Failed));
        Assert.Equal(2, order.Lines.Length);
        Assert.Contains("50%", order.Lines[0], StringComparison.Ordinal);
        Assert.Equal(["4502************28"], order.Samples);
        Assert.Equal(new DateOnly(2022, 8, 30), Assert.Single(await orders.OfAsync("pop.person", cancel)).Due);

        // Said too early: without another version there is nothing to measure.
        office.Stage = MendingStage.Recheck;
        await turn.RunAsync("pop.person", cancel);
        Assert.Empty(office.Told);

        await pool.PublishAsync(pool.Person(), Good, Nameless.Replace("NULL::DATE", "DATE '1988-08-08'", StringComparison.Ordinal));
        await turn.RunAsync("pop.person", cancel);
        Assert.Equal((false, 2), (Assert.Single(office.Told).Passed, office.Round));
        Assert.Contains("pop.person@2", office.Told[0].Words, StringComparison.Ordinal);

        // The program stopped between the note and the telling: the department hears it once the program is back, and once only.
        office.Stage = MendingStage.Recheck;
        office.FailsOnce = true;
        await pool.PublishAsync(pool.Person(), Good);
        try
        {
            await turn.RunAsync("pop.person", cancel);
        }
        catch (IOException)
        {
            // The watch may have met it instead.
        }
        Assert.False(office.FailsOnce);
        await turn.RunAsync("pop.person", cancel);
        await turn.RunAsync("pop.person", cancel);
        Assert.Equal([false, true], office.Told.Select(t => t.Passed));
        Assert.True(Assert.Single(await orders.OfAsync("pop.person", cancel)).Passed);
    }

    [Fact]
    public async Task Data_in_order_on_the_last_day_end_the_order_though_nobody_said_so()
    {
        var cancel = TestContext.Current.CancellationToken;
        var office = new Office();
        await using var pool = await Pool.OpenAsync(more: s => s.AddSingleton<IMendingCases>(office));
        var turn = pool.Get<QualityTurn>();
        await pool.PublishAsync(pool.Person(), Nameless);
        await turn.PublishRulesAsync(pool.Of("public-security", Roles.Steward), "pop.person", Rules, cancel);
        await turn.RunAsync("pop.person", cancel);
        await pool.PublishAsync(pool.Person(), Good);
        await turn.RunAsync("pop.person", cancel);
        Assert.Empty(office.TakenBack);

        pool.At("2022-08-30 09:00");
        await turn.RunAsync("pop.person", cancel);
        Assert.Single(office.TakenBack);
        Assert.Empty(await pool.Get<MendingStore>().OpenAsync(cancel));
    }

    /// <summary>An office that keeps what it is told.</summary>
    private sealed class Office : IMendingCases
    {
        public List<MendingOrder> Orders { get; } = [];

        public List<(bool Passed, string Words)> Told { get; } = [];

        public List<string> TakenBack { get; } = [];

        public MendingStage Stage { get; set; }

        public int Round { get; private set; } = 1;

        public bool FailsOnce { get; set; }

        public Task<string?> PrepareAsync(MendingOrder order, CancellationToken cancel = default) => Task.FromResult<string?>("draft-" + order.Id);

        public Task<string> OpenAsync(MendingOrder order, string draftId, CancellationToken cancel = default)
        {
            Orders.Add(order);
            return Task.FromResult("case-" + order.Id);
        }

        public Task<MendingProgress?> ProgressAsync(string caseId, CancellationToken cancel = default) => Task.FromResult<MendingProgress?>(new(Stage, Round, "450200-20220816-000001"));

        public Task RecheckedAsync(string caseId, bool passed, string words, CancellationToken cancel = default)
        {
            if (FailsOnce)
            {
                FailsOnce = false;
                throw new IOException("The program stopped.");
            }
            Told.Add((passed, words));
            (Stage, Round) = passed ? (MendingStage.Ended, Round) : (MendingStage.Mending, Round + 1);
            return Task.CompletedTask;
        }

        public Task TakeBackAsync(string caseId, string words, CancellationToken cancel = default)
        {
            TakenBack.Add(words);
            Stage = MendingStage.Ended;
            return Task.CompletedTask;
        }
    }
}
