using System.Text;

namespace Zhuangjin.Print.Fonts;

/// <summary>Makes the font of the assembly of a large one: the characters that printed papers need. Run by tools/reduce-font.cs.</summary>
internal static class FontReduction
{
    /// <summary>Its own name: the source's licence (OFL 1.1) reserves the names "LXGW" and "霞鹜" to the unchanged font.</summary>
    private const string Family = "Zhuangjin Kai";

    /// <exception cref="InvalidDataException">The source has no copyright line, which must be kept.</exception>
    public static byte[] Reduce(TrueTypeFont source)
    {
        var copyright = source.Name(0) ?? throw new InvalidDataException("The font tells no copyright; it must be kept in what is made of it.");
        return new FontSubset(source, Characters()).Write(new SortedDictionary<int, string>
        {
            [0] = copyright,
            [1] = Family,
            [2] = "Regular",
            [3] = "Zhuangjin Kai 1.0",
            [4] = Family,
            [5] = "Version 1.0",
            [6] = "ZhuangjinKai",
            [10] = "A selection of the glyphs of a font by lxgw, made for the certificates of Zhuangjin. Hinting and layout tables are left out.",
            [13] = "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
            [14] = "https://openfontlicense.org",
        });
    }

    /// <summary>Latin, punctuation, signs, the 7,445 characters of GB 2312, and those of personal and place names that are most often missing in it.</summary>
    public static IEnumerable<int> Characters()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var national = Encoding.GetEncoding("gb2312");
        var characters = new SortedSet<int>(Enumerable.Range(0x20, 0x5f).Concat(Enumerable.Range(0xa0, 0x60)).Concat(Enumerable.Range(0x2010, 0x20)));
        for (var row = 0xA1; row <= 0xF7; row++)
        {
            for (var column = 0xA1; column <= 0xFE; column++)
            {
                var text = national.GetString([(byte)row, (byte)column]);
                if (text.Length == 1 && text[0] is not ('\ufffd' or '?'))
                {
                    characters.Add(text[0]);
                }
            }
        }
        foreach (var rune in Beyond.EnumerateRunes())
        {
            characters.Add(rune.Value);
        }
        return characters;
    }

    private const string Beyond =
        "镕堃喆珺玥瑄祎翀旸昉昇晧玮琯琲瑀瑨璟瓅甯祾翙翯芃苡菂萩葳蓥蘅" +
        "赟邕邨钇钰铱铷锜锳鋆镡镢閆陕隺霈霁靓韫頔颀颢飏馡骉骙骦鬄魃鱻麒麴黇黟龑龢" +
        "丬亘仝伋佀佲侁俶倢偲僖兗冇冼凃劵勐勍匄叒吔呪咘咾哒啝喦嗮囍圳圩坴垌垚垟垠埗埇埌埕埼堎堽塝塱墘壵夼奀妤妏姈姌姞婳媄媖嬅孖孶屘岽峃峣崀崟嵊嵎嵖嶂嶒巄巴帡幘弢彧徕忞怹恺悫惇愔愫慜戥扖抃揾搵攞旼旻昳昽晅晙晞晟晳暐暕曈曌朊杧枓枬柊栎栝栢桄桠桤梽棪棽椥楗楙榀榃榕槊槚槺樑樘橦檑欶歆毌毐氹沄沨泃泆泖泠洑洣洺浈浉浐涢涞淏淥淯淼渌渼湉湜湴溁溆溇溧溱滆滘滢漖潆潏潖潼澂澌澍澴濛瀍瀜灈灏炆炘炜炟炤烔烜焌焓焯焱焜煊煐熠熳燊燚燏爻犇狁猇猊玎玏玕玙玚玠玢玭珂珅珈珉珊珒珣珧珩珪珵珽琇琍琎琏琚琤琨琬琰琳琴琶瑊瑗瑜瑢瑭瑱璁璇璐璘璠璩璪瓛甪畲畹疃皞皦盦睆睿砂砢砭砻硖磡磻祺禑禔禛禤秾稹竑竩笪筠筱箐箬簕粟糸絜綦縯翊翎翚翥翮耄耑胨脩腩臑芈芏芗芮芩苃苊苣茀茆茌茝荃荇荙荭莙莜莨莳菀菉菘菪菼葙葜葶蒄蒨蒽蓁蓂蓢蔀蔸蕈蕖蕲薏薛薷藠虓虢蚝蛮袆裎褀覃觐訇訚詝諓譞贇赑赪轪辂逄逯遆遄郈郏郗郜郝郯郾鄄鄠鄢鄞鄱酃醴釭釴鈊鈜鈥鉎鉏鉮鉷銤銶鋐鋕鋹錡錤鍒鎏鏸鐄钊钌钐钚钜钫钶铖铚铧锂锴锶镒镔镠镱阇阊阌阏闳陉陬隽隰雒雱雲霂霙韡韪頫颋颎颙飐飔饔馗骃骎骐骕骠骧魋鲃鲩鲮鳌鳚鴞鸂鸑鹓鹝鹭麑麓黄黉黾鼋齉龍" +
        "〇㎡㎥①②③④⑤⑥⑦⑧⑨⑩←→√";
}
