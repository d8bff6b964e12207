namespace Zhuangjin.Scenarios.BusinessRegistration.Scope;

/// <summary>A standard entry of business scope.</summary>
/// <param name="Kind">一般项目 or 许可项目: the latter is carried on only with its permission.</param>
/// <param name="Permit">Permit item (see the enterprise code) that a licensed entry needs; null for a general one.</param>
internal sealed record ScopeEntry(string Code, string Title, ScopeKind Kind, string? Permit, string[] Words);

internal enum ScopeKind
{
    General,
    Licensed,
}

/// <summary>What became of one phrase of a free scope sentence.</summary>
/// <param name="Entry">The likest standard entry; null when none is like enough, then a clerk chooses.</param>
internal sealed record ScopeMatch(string Phrase, ScopeEntry? Entry, int Percent);

/// <summary>The table of standard entries (经营范围规范表述), an extract with codes of this project, and the matching of free sentences to it.</summary>
internal static class ScopeEntries
{
    /// <summary>Percent of shared pairs of characters from which an entry is taken.</summary>
    public const int TakenFrom = 50;

    private const string Table = """
        G001;日用百货销售;;百货 卖日用品 日用品 杂货
        G002;农副产品销售;;农产品销售 卖农产品 土特产
        G003;食品销售（仅销售预包装食品）;;预包装食品销售 卖包装食品
        G004;服装服饰零售;;卖衣服 服装销售 服装店
        G005;建筑材料销售;;建材销售 卖建材
        G006;办公用品销售;;卖文具 文具销售
        G007;信息咨询服务;;信息咨询 咨询服务
        G008;企业管理咨询;;管理咨询
        G009;软件开发;;开发软件 做软件 写程序
        G010;信息系统集成服务;;系统集成
        G011;技术服务、技术开发、技术咨询;;技术服务 技术开发 技术咨询
        G012;广告设计、代理;;广告设计 做广告 广告代理
        G013;会议及展览服务;;会展 会议服务 办展览
        G014;物业管理;;小区物业 物业服务
        G015;家政服务;;保姆 家政
        G016;国内货物运输代理;;货运代理 货代
        G017;普通货物仓储服务;;仓储 仓库出租
        G018;机械设备租赁;;设备租赁 出租机械
        G019;园林绿化工程施工;;绿化工程 园林绿化
        G020;互联网销售;;网上销售 网店 电商
        G021;货物进出口;;进出口 外贸
        G022;水果种植;;种水果 种芒果 芒果种植
        L001;餐饮服务;food;餐馆 饭店 开饭馆 做餐饮 快餐
        L002;食品生产;food-making;加工食品 生产食品
        L003;药品零售;drugs;卖药 药店
        L004;住宿服务;lodging;宾馆 旅馆 酒店住宿 民宿
        L005;道路货物运输;haulage;货车运输 拉货 公路货运
        L006;建设工程施工;building;建筑施工 施工 盖房子
        L007;劳务派遣服务;labour;劳务派遣
        L008;烟草制品零售;tobacco;卖烟 香烟零售
        L009;理发服务;hygiene;理发 美发
        L010;危险化学品经营;chemicals;卖危险化学品 危化品
        """;

    public static IReadOnlyList<ScopeEntry> All { get; } = [.. Table.Split('\n', StringSplitOptions.TrimEntries).Select(Read)];

    /// <summary>Turns a free sentence into standard entries, a match for each phrase.</summary>
    public static IReadOnlyList<ScopeMatch> Standardise(string sentence) =>
        [.. sentence.Split(['，', ',', '；', ';', '。', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(p => Whole(p) ? [p] : p.Split(['、', '和', '及', '与'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(Match)];

    /// <summary>The entry that a phrase means: its own title, or the entry with which it shares most pairs of characters.</summary>
    public static ScopeMatch Match(string phrase)
    {
        var best = All.Select(e => (Entry: e, Percent: e.Words.Append(e.Title).Max(w => Alike(phrase, w)))).MaxBy(m => m.Percent);
        return best.Percent >= TakenFrom ? new(phrase, best.Entry, best.Percent) : new(phrase, null, best.Percent);
    }

    private static bool Whole(string phrase) => All.Any(e => e.Title == phrase || e.Words.Contains(phrase));

    /// <summary>Dice's coefficient over pairs of neighbouring characters, in percent; a word of the table found whole in the phrase counts as three quarters at least.</summary>
    private static int Alike(string phrase, string word)
    {
        if (phrase == word)
        {
            return 100;
        }
        var (a, b) = (Pairs(phrase), Pairs(word));
        var shared = a.Count + b.Count == 0 ? 0 : 200 * a.Intersect(b).Count() / (a.Count + b.Count);
        return phrase.Contains(word, StringComparison.Ordinal) ? Math.Min(99, Math.Max(shared, 75)) : Math.Min(99, shared);
    }

    private static HashSet<(char, char)> Pairs(string text) => [.. text.Zip(text.Skip(1))];

    private static ScopeEntry Read(string line)
    {
        var parts = line.Split(';');
        return new(parts[0], parts[1], parts[2].Length > 0 ? ScopeKind.Licensed : ScopeKind.General, parts[2].Length > 0 ? parts[2] : null, parts[3].Split(' '));
    }
}
