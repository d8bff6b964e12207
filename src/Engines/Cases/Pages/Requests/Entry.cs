using Microsoft.AspNetCore.Http;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Cases.Pages.Requests;

/// <summary>What was typed into a form, by field; and the usual answer to a form: done and see there, or the same page with the faults at their fields.</summary>
internal static class Entry
{
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(HttpContext http) =>
        (await http.Request.ReadFormAsync(http.RequestAborted)).Where(p => !p.Key.StartsWith('_')).ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal);

    /// <param name="act">Does it and says where to go on.</param>
    /// <param name="again">Draws the page anew with what is wrong, as 422 or 409.</param>
    public static async Task<IResult> TryAsync(Func<Task<string>> act, Func<IReadOnlyList<Fault>, int, Task<IResult>> again)
    {
        try
        {
            return Answers.SeeOther(await act());
        }
        catch (InvalidInputException refusal)
        {
            return await again(refusal.Faults, StatusCodes.Status422UnprocessableEntity);
        }
        catch (ConflictException refusal)
        {
            return await again(refusal.Faults, StatusCodes.Status409Conflict);
        }
    }

    public static string Of(this IReadOnlyDictionary<string, string> entered, string field) => entered.GetValueOrDefault(field, "");
}
