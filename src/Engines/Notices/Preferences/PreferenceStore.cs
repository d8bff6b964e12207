using System.Globalization;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Notices.Delivering;

namespace Zhuangjin.Notices.Preferences;

/// <summary>Keeps how people want to be told. An e-mail address counts once its owner typed in the code that was sent there.</summary>
internal sealed class PreferenceStore(IDatabase database, AddressBox box, MailSender mails, TimeProvider time)
{
    /// <summary>Wrong codes after which a new one has to be asked for.</summary>
    private const int MostTries = 5;

    private static readonly TimeSpan CodeHolds = TimeSpan.FromMinutes(15);

    private const string Columns = "person, language, mail_mode, mail, mobile, mailed_at, asked_mail, asked_code, asked_at, tries";

    public async Task<IReadOnlyDictionary<string, Preference>> OfAsync(IEnumerable<string> persons, CancellationToken cancel)
    {
        var ids = persons.ToArray();
        if (ids.Length == 0)
        {
            return new Dictionary<string, Preference>();
        }
        var places = string.Join(", ", ids.Select((_, i) => $"${i + 1}"));
        var rows = await database.ReadAsync(s => s.QueryAsync($"select {Columns} from notices_preference where person in ({places})", Read, [.. ids]), cancel);
        return rows.ToDictionary(r => r.Person, r => r.Preference, StringComparer.Ordinal);
    }

    public async Task<Preference> OfAsync(string person, CancellationToken cancel) => (await OfAsync([person], cancel)).GetValueOrDefault(person, Preference.Default);

    /// <exception cref="InvalidInputException">The number is no mobile number.</exception>
    public async Task SaveAsync(string person, string language, MailMode mode, string? mobile, CancellationToken cancel)
    {
        if (mobile is not null && (mobile.Length != 11 || mobile[0] != '1' || !mobile.All(char.IsAsciiDigit)))
        {
            throw new InvalidInputException("mobile", "notices.fault.mobile");
        }
        await WriteAsync(person, language, "mail_mode = $3, mobile = $4, language = $2", cancel, (long)mode, mobile is null ? null : box.Seal(mobile));
    }

    /// <summary>Sends a code to the address; the old address stays in use until the new one is confirmed.</summary>
    /// <exception cref="InvalidInputException">It is no address, or the mail server did not take it.</exception>
    public async Task AskAsync(string person, string language, string address, CancellationToken cancel)
    {
        if (address.Length > 200 || !MailAddress.TryCreate(address, out var parsed) || parsed.Address != address)
        {
            throw new InvalidInputException("mail", "notices.fault.mail");
        }
        var known = (await OfAsync(person, cancel)).Asked;
        var now = time.GetUtcNow();
        if (known is not null && now - known.At < TimeSpan.FromMinutes(1))
        {
            throw new InvalidInputException("mail", "notices.fault.wait-a-minute");
        }
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        try
        {
            await mails.SendCodeAsync(address, code, language, cancel);
        }
        catch (DeliveryException)
        {
            throw new InvalidInputException("mail", "notices.fault.mail-not-taken");
        }
        await WriteAsync(person, language, "asked_mail = $3, asked_code = $4, asked_at = $5, tries = 0", cancel, box.Seal(address), code, now.ToMicros());
    }

    /// <exception cref="InvalidInputException">The code is wrong, old, or was guessed at too often.</exception>
    public async Task ConfirmAsync(string person, string code, CancellationToken cancel)
    {
        var wish = await OfAsync(person, cancel);
        if (wish.Asked is not { } asked || asked.Tries >= MostTries || time.GetUtcNow() - asked.At > CodeHolds)
        {
            throw new InvalidInputException("code", "notices.fault.code-old");
        }
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(asked.Code), Encoding.UTF8.GetBytes(code)))
        {
            await WriteAsync(person, wish.Language, "tries = notices_preference.tries + 1", cancel);
            throw new InvalidInputException("code", "notices.fault.code");
        }
        await WriteAsync(person, wish.Language, "mail = notices_preference.asked_mail, asked_mail = null, asked_code = null, asked_at = null", cancel);
    }

    /// <summary>No mails any more, and the address is forgotten.</summary>
    public Task ForgetMailAsync(string person, CancellationToken cancel) => WriteAsync(person, "zh", "mail = null, asked_mail = null, asked_code = null, asked_at = null", cancel);

    public static ValueTask<int> MailedAsync(ISession session, string person, DateTimeOffset now) =>
        session.ExecuteAsync("update notices_preference set mailed_at = $2 where person = $1", person, now.ToMicros());

    private Task WriteAsync(string person, string language, string set, CancellationToken cancel, params object?[] values) => database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync("insert into notices_preference (person, language, mail_mode, tries) values ($1, $2, 0, 0) on conflict (person) do nothing", person, language);
            // The language is $2 in every statement, used or not.
            return await session.ExecuteAsync($"update notices_preference set {set} where person = $1 and $2 <> ''", [person, language, .. values]);
        },
        cancel);

    private (string Person, Preference Preference) Read(System.Data.Common.DbDataReader r)
    {
        string? Open(int column) => r.IsDBNull(column) ? null : box.Open(r.GetString(column));
        return (r.GetString(0), new(
            r.GetString(1),
            (MailMode)r.GetInt64(2),
            Open(3),
            Open(4),
            r.IsDBNull(5) ? null : ChinaTime.FromMicros(r.GetInt64(5)),
            r.IsDBNull(6) ? null : new(Open(6)!, r.GetString(7), ChinaTime.FromMicros(r.GetInt64(8)), r.GetInt64(9))));
    }
}
