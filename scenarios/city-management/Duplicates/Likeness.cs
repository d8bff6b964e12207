using Zhuangjin.Scenarios.CityManagement.Pictures;
using Zhuangjin.Scenarios.CityManagement.Places;
using Zhuangjin.Scenarios.CityManagement.Tickets;

namespace Zhuangjin.Scenarios.CityManagement.Duplicates;

/// <param name="Metres">Distance; null when one of the two has no coordinates.</param>
/// <param name="Percent">Likeness of the photos; null when one of the two has none, or they are not alike.</param>
public sealed record Duplicate(Ticket Ticket, double? Metres, int? Percent);

/// <summary>Whether two reports are probably of the same thing. It proposes only: the reporter and the command centre decide.</summary>
internal static class Likeness
{
    /// <summary>Same kind of problem, so near that it is probably the same one: the usual error of a phone's position.</summary>
    public const double SamePlace = 30;

    /// <summary>Photos that look alike count up to here, whatever kind was chosen; beyond, one street looks like another.</summary>
    public const double SamePicture = 300;

    private const int Most = 5;

    /// <summary>Open tickets that are probably of the same thing, the likeliest first.</summary>
    public static IReadOnlyList<Duplicate> Find(IEnumerable<Ticket> open, string kind, string grid, Spot? spot, PictureHash? picture, string? except = null)
    {
        var found = new List<Duplicate>();
        foreach (var ticket in open.Where(t => t.IsOpen && t.Id != except))
        {
            double? metres = spot is { } here && ticket.Spot is { } there ? here.MetresTo(there) : null;
            int? percent = picture is not null && ticket.Signs is { } signs && PictureHash.FromText(signs).Difference(picture) is var different && different <= PictureHash.MostDifferent ? PictureHash.Percent(different) : null;
            var near = metres is { } m ? m <= (percent is null ? SamePlace : SamePicture) : percent is not null && ticket.Grid == grid;
            if (near && (percent is not null || ticket.Class == kind))
            {
                found.Add(new(ticket, metres, percent));
            }
        }
        return [.. found.OrderByDescending(d => d.Percent ?? 0).ThenBy(d => d.Metres ?? double.MaxValue).Take(Most)];
    }
}
