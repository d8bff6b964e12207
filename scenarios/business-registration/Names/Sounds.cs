using System.Numerics;

namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>How characters sound and look, as far as names need it: sound is the syllable of 汉语拼音 without tone, one reading each; looks are groups that are easily
/// taken for each other. A character that stands in no table is like itself alone.</summary>
internal static class Sounds
{
    private const string Table = """
        ai 爱艾|an 安岸庵案|ao 奥傲澳敖|ba 八巴霸|bai 百柏白佰|bang 邦帮榜|bao 宝保堡豹|bei 北贝倍蓓|ben 本奔|bi 碧必毕璧|bin 斌滨彬宾|bing 兵冰炳|bo 博波铂渤|bu 步布
        cai 财彩才|can 灿璨|chang 昌长常畅昶|chao 超朝潮|chen 晨辰陈臣|cheng 成诚城程承澄|chi 驰池|chu 初楚|chuan 川传|chuang 创|chun 春淳纯|ci 慈|cong 聪
        da 大达|dai 岱|dan 丹|dao 道|de 德|deng 登|di 迪帝地|ding 鼎顶定|dong 东栋冬董|dou 斗|du 都杜|duo 多|e 娥|en 恩|er 尔
        fa 发法|fan 凡帆繁|fang 方芳坊|fei 飞菲斐|fen 芬|feng 丰风峰锋凤枫|fu 富福夫芙|gang 刚港岗|gao 高|ge 格歌|geng 耕|gong 工功|gou 谷|gu 古固谷|guan 冠观|guang 光广|gui 贵桂|guo 国果
        hai 海|han 汉瀚晗涵|hang 航杭|hao 豪昊浩好皓|he 和合河荷贺禾鹤|heng 恒衡亨|hong 宏鸿红洪弘虹泓|hou 厚|hu 湖虎|hua 华花骅|huai 怀|huan 欢环寰|huang 黄煌凰|hui 辉惠汇慧晖徽|huo 火
        ji 吉集济基季际骥|jia 家佳嘉加甲|jian 建健坚剑简|jiang 江疆|jiao 娇|jie 杰捷洁|jin 金锦进晋瑾津|jing 京晶景精靖静|jiu 久九玖|ju 聚巨菊|juan 娟|jun 军君俊骏钧
        kai 凯开铠|kang 康|ke 科可克|kun 坤昆|kuo 阔|lai 来莱|lan 兰蓝岚澜|lang 朗|lao 劳|le 乐|lei 雷磊|li 利力立丽里理礼黎励|lian 联莲连|liang 良亮梁|lin 林霖琳临|ling 灵凌岭玲|liu 柳六流|long 龙隆珑|lu 路鲁绿露|lun 伦|luo 罗洛
        mao 茂贸|mei 美梅|meng 梦蒙盟|mi 米|mian 绵|miao 妙苗|min 民敏|ming 明名鸣铭|mo 墨|mu 木牧|na 那娜|nan 南楠|neng 能|ning 宁|nong 农|nuo 诺
        ou 欧|pan 盘|peng 鹏朋|pin 品|ping 平萍|pu 普|qi 奇启齐琪旗祺七|qian 千前谦乾|qiang 强|qiao 桥侨|qin 勤秦琴|qing 青清庆晴|qiu 秋|qu 渠|quan 泉全|qun 群
        ran 然|ren 仁人|ri 日|rong 荣融容蓉|ru 如儒|rui 瑞锐睿|run 润|ruo 若|san 三|sen 森|sha 沙|shan 山善杉|shang 尚商|shen 深神|sheng 盛胜圣升晟|shi 世时示石仕|shou 寿|shu 树书舒|shun 顺舜|si 思四|song 松颂|su 苏素|sui 穗
        tai 泰太台|tan 坛|tang 唐堂|tao 涛桃|teng 腾|ti 提|tian 天田甜|ting 庭|tong 通同桐|tu 图|tuo 拓|wan 万|wang 旺望王|wei 伟威维为唯薇|wen 文稳|wu 五武悟
        xi 喜西希熙溪|xia 夏霞|xian 先贤|xiang 祥翔香湘|xiao 晓小|xie 协谐|xin 新信欣鑫心馨|xing 星兴行|xiong 雄|xiu 秀|xu 旭|xuan 轩|xue 雪学|xun 迅|ya 雅亚|yan 岩燕妍|yang 阳洋扬|yao 耀瑶|ye 业叶野|yi 一益怡亿义艺逸翼|yin 银音|ying 英盈鹰|yong 永勇|you 友优右佑|yu 宇玉裕雨育煜|yuan 远元源园缘|yue 悦月越|yun 云运
        zan 赞|ze 泽|zeng 增|zhan 展|zhang 章|zhao 兆|zhe 哲|zhen 振真珍|zheng 正政|zhi 志智致|zhong 中忠众|zhou 周舟|zhu 竹柱|zhuang 壮庄|zhuo 卓|zi 紫子|zong 宗|zu 祖|zuo 佐|li 例
        """;

    private const string LookTable = "未末|己已|土士|日曰|千干|天夫|人入|大太|汇江|晖辉|鸿泓|晴清|锦绵|旺汪|洋详|祥详|辰晨|佳桂|柏泊|铭名|钧均|荣莹|盛晟|恒桓|昊吴|凤风|龙尤|亿忆|宇字|玉王|润闰|宏宠|岭岑|瑞端";

    private static readonly string[] Syllables = [.. Groups(Table).Select(g => g[..g.IndexOf(' ', StringComparison.Ordinal)])];

    /// <summary>Number of the syllable by character, from 1; 0 for a character whose sound is not known. Read for every candidate of a search, hence no dictionary.</summary>
    private static readonly ushort[] Sound = NumberSounds();

    /// <summary>A bit for each group of look-alikes, by character.</summary>
    private static readonly ulong[] Looks = MarkLooks();

    /// <summary>All characters whose sound is known, in the table's order.</summary>
    public static IReadOnlyList<char> Characters { get; } = [.. Groups(Table).SelectMany(g => g[(g.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Distinct()];

    /// <summary>Whether two characters sound alike; true for the same one.</summary>
    public static bool Alike(char a, char b) => a == b || (Sound[a] != 0 && Sound[a] == Sound[b]);

    public static bool LookAlike(char a, char b) => a == b || (Looks[a] & Looks[b]) != 0;

    /// <summary>Adds the keys under which a character is found: two characters that are the same, sound alike or look alike have a key in common, others have none.</summary>
    public static void AddKeys(char character, ICollection<int> keys)
    {
        keys.Add(Sound[character] is > 0 and var sound ? sound : 0x10000 + character);
        for (var looks = Looks[character]; looks != 0; looks &= looks - 1)
        {
            keys.Add(0x1000 + BitOperations.TrailingZeroCount(looks));
        }
    }

    /// <summary>Syllables of a text, a character without known sound standing for itself.</summary>
    public static string Spell(string text) => string.Join(' ', text.Select(c => Sound[c] is > 0 and var sound ? Syllables[sound - 1] : c.ToString()));

    private static ushort[] NumberSounds()
    {
        var numbers = new ushort[char.MaxValue + 1];
        foreach (var group in Groups(Table))
        {
            var space = group.IndexOf(' ', StringComparison.Ordinal);
            foreach (var character in group[(space + 1)..])
            {
                if (numbers[character] == 0)
                {
                    numbers[character] = (ushort)(Array.IndexOf(Syllables, group[..space]) + 1);
                }
            }
        }
        return numbers;
    }

    private static ulong[] MarkLooks()
    {
        var marks = new ulong[char.MaxValue + 1];
        foreach (var (number, group) in Groups(LookTable).Index())
        {
            foreach (var character in group)
            {
                marks[character] |= 1UL << number;
            }
        }
        return marks;
    }

    private static string[] Groups(string table) => table.Split(['|', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
