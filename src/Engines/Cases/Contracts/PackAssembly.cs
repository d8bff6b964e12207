using System.Reflection;

namespace Zhuangjin.Cases.Contracts;

/// <summary>An assembly whose resources hold packs, each in a folder of its own ("acceptance-certificate/pack.yaml"). The host registers those that it plugs in.</summary>
public sealed record PackAssembly(Assembly Assembly);
