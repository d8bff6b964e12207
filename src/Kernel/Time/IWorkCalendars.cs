namespace Zhuangjin.Kernel.Time;

/// <summary>The working-day calendar that holds now: the shipped notices and those loaded since.</summary>
public interface IWorkCalendars
{
    /// <summary>Immutable; take it once for each decision. Its <see cref="WorkCalendar.Version"/> changes when a notice is loaded here or on another node.</summary>
    WorkCalendar Current { get; }

    /// <summary>Loads the State Council's notice for one or more years, in the shape of cn-holidays.json. A year that is known already is replaced.</summary>
    /// <returns>The calendar with the notice in it, which is then <see cref="Current"/>.</returns>
    /// <exception cref="Faults.InvalidInputException">The file has another shape, or a date in it is wrong; the fault says which.</exception>
    Task<WorkCalendar> LoadNoticeAsync(Stream json, CancellationToken cancel = default);

    /// <summary>The calendar that would be current if this notice were loaded. Nothing is changed.</summary>
    /// <exception cref="Faults.InvalidInputException">As for loading.</exception>
    WorkCalendar With(Stream json);

    /// <summary>Loads a notice and lets the caller write what belongs to it (who loaded it, an event) in the same transaction.</summary>
    /// <param name="alongside">Called within the transaction with the name that the calendar bears afterwards; what it throws undoes the loading.</param>
    Task<WorkCalendar> LoadNoticeAsync(Stream json, Func<Storage.ISession, string, ValueTask> alongside, CancellationToken cancel = default);
}
