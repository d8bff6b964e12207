using Microsoft.AspNetCore.Http;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Web.Host;

/// <summary>The rights of an installation whose Security engine is not plugged in: everybody is a visitor, and visitors may nothing.</summary>
internal sealed class NobodySignedIn : IAccess
{
    public ValueTask<Actor> ActorAsync(HttpContext http) => ValueTask.FromResult(Actor.Visitor);

    public bool May(Actor actor, string permission, string path) => false;

    public IReadOnlyList<string> Reach(Actor actor, string permission) => [];

    public bool Represents(Actor actor, string partyId, string matterKey, DateOnly today) => false;
}
