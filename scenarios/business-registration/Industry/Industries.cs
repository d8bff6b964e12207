namespace Zhuangjin.Scenarios.BusinessRegistration.Industry;

/// <summary>A division (大类) of GB/T 4754—2017, with the words by which names tell it.</summary>
internal sealed record IndustryClass(string Code, string Title, string[] Words);

/// <summary>Industry wording of names against GB/T 4754—2017 国民经济行业分类, at the level of divisions.</summary>
internal static class Industries
{
    private const string Table = """
        A01 农业:农业 种植 农业科技|A02 林业:林业 苗木|A03 畜牧业:畜牧 养殖|A04 渔业:渔业 水产|A05 农、林、牧、渔专业及辅助性活动:农业服务
        C13 农副食品加工业:粮油 农产品加工|C14 食品制造业:食品 食品制造|C15 酒、饮料和精制茶制造业:酒业 茶业 饮料|C17 纺织业:纺织|C18 纺织服装、服饰业:服装 服饰|C21 家具制造业:家具|C23 印刷和记录媒介复制业:印务 印刷|C26 化学原料和化学制品制造业:化工|C27 医药制造业:制药 药业|C29 橡胶和塑料制品业:塑料 橡胶|C30 非金属矿物制品业:建材 水泥|C33 金属制品业:金属制品|C34 通用设备制造业:机械|C35 专用设备制造业:专用设备|C36 汽车制造业:汽车制造|C38 电气机械和器材制造业:电气|C39 计算机、通信和其他电子设备制造业:电子
        D44 电力、热力生产和供应业:电力 能源|D45 燃气生产和供应业:燃气|D46 水的生产和供应业:水务|E47 房屋建筑业:建筑 建设|E48 土木工程建筑业:路桥 市政工程|E49 建筑安装业:安装工程|E50 建筑装饰、装修和其他建筑业:装饰 装修
        F51 批发业:商贸 贸易 批发 供应链|F52 零售业:商店 零售 百货 药店 超市|G54 道路运输业:运输 货运|G55 水上运输业:航运|G58 多式联运和运输代理业:物流 货运代理|G59 装卸搬运和仓储业:仓储|G60 邮政业:快递|H61 住宿业:酒店 宾馆|H62 餐饮业:餐饮 饭店 餐饮管理
        I64 互联网和相关服务:网络 网络科技 互联网|I65 软件和信息技术服务业:软件 信息技术 信息科技|J66 货币金融服务:银行 小额贷款|J67 资本市场服务:证券 基金|J68 保险业:保险|K70 房地产业:房地产 置业 物业 物业服务|L71 租赁业:租赁|L72 商务服务业:咨询 企业管理 广告 商务 会展|M73 研究和试验发展:研究|M74 专业技术服务业:检测 测绘 设计|M75 科技推广和应用服务业:科技 技术|N77 生态保护和环境治理业:环保|N78 公共设施管理业:园林 景区
        O80 居民服务业:家政 美容 洗衣|O81 机动车、电子产品和日用产品修理业:汽车维修 维修|O82 其他服务业:保洁|P83 教育:教育 培训|Q84 卫生:医院 诊所 医疗|R88 文化艺术业:文化 演艺|R89 体育:体育 健身|R90 娱乐业:娱乐 游乐
        """;

    public static IReadOnlyList<IndustryClass> All { get; } = [.. Table.Split(['|', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Read)];

    /// <summary>Words with their class, the longest first.</summary>
    private static readonly (string Word, int Class)[] Words = [.. All.SelectMany((c, i) => c.Words.Select(w => (w, i))).OrderByDescending(w => w.w.Length)];

    /// <summary>All wordings, in the table's order.</summary>
    public static IReadOnlyList<(string Word, int Class)> Wordings { get; } = [.. All.SelectMany((c, i) => c.Words.Select(w => (w, i)))];

    /// <summary>The longest wording that ends a text; null when it ends with none.</summary>
    public static (string Word, int Class)? Ending(string text) => Array.Find(Words, w => text.EndsWith(w.Word, StringComparison.Ordinal)) is { Word: not null } found ? found : null;

    private static IndustryClass Read(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return new(line[..3], line[4..colon], line[(colon + 1)..].Split(' '));
    }
}
