using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;

namespace Zhuangjin.Cases.Pages.Requests;

/// <summary>What a definition asks for while the values stand as they do: the conditions of fields and materials applied.</summary>
internal sealed class ActiveParts(MatterLibrary matters)
{
    public IReadOnlyList<Field> Fields(Matter matter, IReadOnlyDictionary<string, string> form)
    {
        var compiled = matters.Compiled(matter.Key, matter.Version, matter.Hash);
        var full = compiled.Complete(form);
        return [.. matter.Form.Where(f => compiled.IsAsked(f, full))];
    }

    public IReadOnlyList<Material> Materials(Matter matter, IReadOnlyDictionary<string, string> form)
    {
        var compiled = matters.Compiled(matter.Key, matter.Version, matter.Hash);
        var full = compiled.Complete(form);
        return [.. matter.Materials.Where(m => compiled.IsAsked(m, full))];
    }

    /// <summary>The lines of the exemption list that hold for such an application.</summary>
    public IReadOnlyList<Exemption> Exemptions(Matter matter, IReadOnlyDictionary<string, string> form)
    {
        var compiled = matters.Compiled(matter.Key, matter.Version, matter.Hash);
        return [.. compiled.Exemptions(compiled.Complete(form))];
    }
}
