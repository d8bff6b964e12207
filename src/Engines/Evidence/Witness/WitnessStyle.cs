namespace Zhuangjin.Evidence.Witness;

/// <summary>The look of the status page: the witness carries nothing of the platform with it.</summary>
internal static class WitnessStyle
{
    public const string Css = """
        :root { color-scheme: light dark; font: 16px/1.65 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
        body { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
        h1 { font-size: 1.6rem; margin: 0 0 .3rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
        code { overflow-wrap: anywhere; font-size: .9em; }
        .good { border-left: .3rem solid #2e7d4f; padding: .5rem 1rem; } .bad { border-left: .3rem solid #b3261e; padding: .5rem 1rem; } .note { border-left: .3rem solid #8a6d00; padding: .5rem 1rem; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .45rem .8rem .45rem 0; border-bottom: 1px solid #8886; vertical-align: top; }
        .number { font-variant-numeric: tabular-nums; } nav { float: right; }
        """;
}
