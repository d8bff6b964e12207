using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Notices.Delivering;
using Zhuangjin.Notices.Preferences;
using Zhuangjin.Notices.Telling;
using Zhuangjin.Notices.Webhooks;
using Zhuangjin.Testing;
using Zhuangjin.Ui.Texts;
using Xunit;

namespace Zhuangjin.Notices.Tests;

/// <summary>An office with the real engine on a real store; what events mean is played, and the courier goes when the test says so.</summary>
internal sealed class Office : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ServiceProvider _services;
    private long _index;

    private Office(string database, Dictionary<string, string?> settings, IPostReceiver? partner)
    {
        var module = new ModuleSettings(_folder.Path, Databases.DialectOf(database), database, Demo: false, new("https://zhuangjin.example"));
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSingleton(module);
        services.AddKernel(module);
        services.AddSingleton(new PhraseBook([typeof(NoticesModule).Assembly]));
        services.AddSingleton<INoticeSource, Rumour>();
        if (partner is not null)
        {
            services.AddSingleton(partner);
        }
        new EvidenceModule().AddServices(services, module);
        new NoticesModule().AddServices(services, module);
        _services = services.BuildServiceProvider();
    }

    public IDatabase Database => Get<IDatabase>();

    public PreferenceStore Preferences => Get<PreferenceStore>();

    public Subscriptions Subscriptions => Get<Subscriptions>();

    public DateTimeOffset Now => Get<TimeProvider>().GetUtcNow();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public static async Task<Office> OpenAsync(string database = "sqlite:zhuangjin.db", MailServer? mails = null, Receiver? gateway = null, IPostReceiver? partner = null)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (mails is not null)
        {
            settings["Mail:Server"] = $"smtp://127.0.0.1:{mails.Port}";
            settings["Mail:From"] = "壮锦 <service@zhuangjin.example>";
        }
        if (gateway is not null)
        {
            settings["ShortMessages:Gateway"] = gateway.Address;
            settings["ShortMessages:Secret"] = "a secret of the gateway";
        }
        var office = new Office(database, settings, partner);
        await MigrationRunner.ApplyAsync(office.Database, MigrationRunner.Of([new EvidenceModule(), new NoticesModule()], office.Database.Dialect), TimeProvider.System);
        await StartUpRunner.RunAsync(office._services);
        office.At("2022-08-16 10:00");
        return office;
    }

    public void At(string time) => Get<MovableTime>().ShiftTo(new DateTimeOffset(DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture), ChinaTime.Offset));

    /// <summary>Something was sealed: "to" names who is told, "urgent" whether soon.</summary>
    public async Task<SealedEvent> HappensAsync(string to, bool urgent = false, string type = "cases.granted", SealedEvent? again = null, string? bundle = null)
    {
        var happened = again ?? new SealedEvent(_index++, Ids.New(Now), type, "case/one", _index, Now, "office/approval", ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("to", to), KeyValuePair.Create("urgent", urgent ? "yes" : "no"), KeyValuePair.Create("bundle", bundle ?? "")]));
        var follower = _services.GetServices<ILogFollower>().OfType<NoticeFollower>().Single();
        if (follower.Wants(happened.Type))
        {
            await follower.HandleAsync(happened, TestContext.Current.CancellationToken);
        }
        return happened;
    }

    /// <summary>The courier's round.</summary>
    public Task<int> DeliverAsync() => Get<Courier>().GoAsync(TestContext.Current.CancellationToken);

    public Task<List<Message>> InboxAsync(string person) => Database.ReadAsync(s => MessageTable.PageAsync(s, person, null, unread: false, 100));

    public Task<List<Delivery>> DeadAsync() => Database.ReadAsync(s => DeliveryTable.DeadAsync(s, 100));

    /// <summary>A person's address, shown to be his.</summary>
    public async Task ConfirmAsync(string person, string address, MailServer mails)
    {
        await Preferences.AskAsync(person, "zh", address, TestContext.Current.CancellationToken);
        var code = System.Text.RegularExpressions.Regex.Match(mails.Next().Text, @"\b\d{6}\b").Value;
        await Preferences.ConfirmAsync(person, code, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private sealed class Rumour : INoticeSource
    {
        public bool Wants(string type) => type == "cases.granted";

        public Task<IReadOnlyList<NewNotice>> AboutAsync(SealedEvent happened, CancellationToken cancel = default) => Task.FromResult<IReadOnlyList<NewNotice>>(
            [.. happened.Facts["to"].Split(' ').Select(p => new NewNotice(p, new($"第 {happened.Index} 件", $"No. {happened.Index}"), new("已批准。", "It was granted."), "/cases/one", happened.Facts["urgent"] == "yes", Together(happened.Facts["bundle"])))]);

        private static Bundle? Together(string key) => key.Length == 0 ? null : new(key, new($"{Bundle.Count} 项新任务", $"{Bundle.Count} new tasks"), new("请在待办中查看。", "See your worklist."), "/work");
    }
}
