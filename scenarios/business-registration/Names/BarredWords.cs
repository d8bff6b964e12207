namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>Words that names must not have (企业名称登记管理规定 第十一条), and such as need a permission or proof (第十二条 and sector law).</summary>
internal static class BarredWords
{
    private static readonly (string Words, string Because)[] Forbidden =
    [
        ("人民政府 解放军 武警 公安 法院 检察院 党委 政协", "含有党政军机关、司法机关的名称"),
        ("国家级 最高级 第一 最佳 顶级", "含有可能使公众误解的绝对化用语"),
        ("赌博 色情 迷信 毒品", "违背公序良俗"),
        ("联合国 北约 欧盟", "含有国际组织名称"),
    ];

    private static readonly (string Words, string Because)[] Restricted =
    [
        ("中国 中华 中央 全国 国家 国际", "须经国务院批准或者符合国家有关规定"),
        ("银行 保险 证券 基金 小额贷款 担保 期货", "属于须前置审批的金融业务，请提供批准文件"),
        ("医院 诊所", "开展医疗服务须取得卫生健康部门许可"),
        ("学校 大学 幼儿园", "属于教育机构名称，须经教育部门审批"),
    ];

    /// <returns>What stands against the name, a sentence each; empty when nothing does.</returns>
    public static IReadOnlyList<string> Find(string name) =>
    [
        .. Hits(Forbidden, name).Select(h => $"“{h.Word}”属于禁用词：{h.Because}"),
        .. Hits(Restricted, name).Select(h => $"“{h.Word}”属于限用词：{h.Because}"),
    ];

    private static IEnumerable<(string Word, string Because)> Hits((string Words, string Because)[] table, string name) =>
        table.SelectMany(t => t.Words.Split(' ').Where(w => name.Contains(w, StringComparison.Ordinal)).Select(w => (w, t.Because)));
}
