using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Pages.Requests;

/// <summary>What a definition asks for while the values stand as they do.</summary>
internal sealed class ActiveParts
{
    public IReadOnlyList<Field> Fields(Matter matter, IReadOnlyDictionary<string, string> form) => matter.Form;

    public IReadOnlyList<Material> Materials(Matter matter, IReadOnlyDictionary<string, string> form) => matter.Materials;
}
