using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Cases.Drafts;

/// <summary>Keeps from the doors that are open to everybody (pages, API, import) what begins elsewhere: a request for data without the request behind it would be a case that grants nothing.</summary>
internal static class Beginnings
{
    /// <exception cref="DeniedException">The matter begins on a page of its own, or by the platform.</exception>
    public static Matter BegunByApplication(this Matter matter) =>
        matter.BeginsAt is null ? matter : throw new DeniedException(matter.BeginsAt == Matter.ByPlatform ? "cases.fault.begins-by-platform" : "cases.fault.begins-elsewhere", matter.BeginsAt);
}
