using System.Reflection;

namespace Zhuangjin.Cases.Contracts;

/// <summary>A folder of an assembly's resources that may hold a pack ("acceptance-certificate/pack.yaml"). The host registers those of the scenarios that are on.</summary>
public sealed record PackFolder(Assembly Assembly, string Folder);
