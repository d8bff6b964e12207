using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Collecting.Pages;

/// <summary>A plan as its form writes it.</summary>
/// <param name="Blank">How many empty fields stand below those filled in.</param>
internal sealed record PlanForm(string Office, string Title, string Purpose, string Basis, string Subject, string Cycle, string Deadline, ImmutableArray<string> Areas, ImmutableArray<FieldForm> Fields, int Blank)
{
    private const int MoreFields = 5;

    public static PlanForm Empty(string office) => new(office, "", "", "", CollectPlan.Person, nameof(UpdateCycle.Yearly), "", [], [], MoreFields);

    public static PlanForm Posted(IFormCollection form)
    {
        var count = int.TryParse(form["count"], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 0, PlanRules.MostFields * 2) : 0;
        return new(Text("office"), Text("title"), Text("purpose"), Text("basis"), Text("subject"), Text("cycle"), Text("deadline"), [.. form["areas"].OfType<string>()],
            [
                .. Enumerable.Range(0, count).Select(i => new FieldForm(Text($"field{i}.name"), Text($"field{i}.type"), Text($"field{i}.item"), form[$"field{i}.required"] == "true", Text($"field{i}.reason")))
                    .Where(f => f.Name.Length > 0 || f.Item.Length > 0),
            ],
            form["do"] == "more" ? MoreFields : 0);

        string Text(string name) => form[name].ToString().Trim();
    }

    /// <summary>The plan that is written here; what cannot be read is among the faults.</summary>
    public CollectPlan Read(List<Fault> faults)
    {
        if (!DateOnly.TryParseExact(Deadline, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var deadline))
        {
            faults.Add(new("deadline", "sharing.collect.fault.date"));
        }
        if (!Enum.TryParse<UpdateCycle>(Cycle, out var cycle) || char.IsDigit(Cycle[0]))
        {
            faults.Add(new("cycle", "sharing.catalogue.fault.choose"));
        }
        return new(Office, Title, Purpose, Basis, Subject, cycle, deadline, Areas, [.. Fields.Select((f, n) => f.Read(n, faults))]);
    }
}

/// <summary>One field of the form.</summary>
internal sealed record FieldForm(string Name, string Type, string Item, bool Required, string Reason)
{
    public static readonly FieldForm Empty = new("", nameof(ItemType.Text), "", Required: false, "");

    private const int DecimalDigits = 12;

    public CollectField Read(int number, List<Fault> faults)
    {
        ItemPath? item = null;
        if (Item.Length > 0)
        {
            try
            {
                item = ItemPath.Parse(Item);
            }
            catch (FormatException)
            {
                faults.Add(new($"field{number}.item", "sharing.collect.fault.item", Item));
            }
        }
        var type = Enum.TryParse<ItemType>(Type, out var known) && Enum.IsDefined(known) ? known : ItemType.Text;
        return new(item?.Item ?? KeyOf(Name), Name.Length > 0 ? Name : item?.Item ?? "", type, type == ItemType.Decimal ? DecimalDigits : 0, type == ItemType.Decimal ? 2 : 0, Required, null, item, Reason.Length > 0 ? Reason : null);
    }

    /// <summary>The same name has the same key in every plan, so that the next round's answers stand in the same column.</summary>
    private static string KeyOf(string name) => "f_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
}
