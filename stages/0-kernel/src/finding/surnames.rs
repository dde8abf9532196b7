//! Surnames, by how far one may be taken for another word.

/// Common surnames that hardly begin another word behind a cue.
const SURE: &str = "王李张刘陈杨赵黄周吴徐孙胡朱郭何罗宋郑谢韩唐冯董萧程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟\
                    汪姜范姚谭廖邹熊郝孔邵孟龙秦薄尹黎贺顾毛郝龚邵覃乔赖莫庞樊兰殷倪严牛温芦季俞耿梅鲁葛申聂焦岳齐庄\
                    翟柴尚霍欧闫裴欧阳柯阮骆纪甘缪柳裘祁尤娄鲍司屈桂涂苗雷侯邱盛崔陆曾韦邢卜凌尉晏褚邸晋栾冀肖武段付\
                    敖瞿臧谷靳卓蔺佟仇巩厉郁宓隋蒲郎詹阚匡昝谌佘桑荆逯虞娜闵仝邬郜郄亓笪晁蒙浦瞿芮岑戚班丛滕钱穆舒\
                    颜艾冉左巫辛兆解甄卞翁羿嵇滑荀於邴糜隗蓬郗\
                    钭戎蓟邰鄂籍屠胥莘贡逄姬扶堵宰郦璩濮扈郏茹宦戈庾暨衡寇殳蔚夔厍訾饶毋乜竺桓";

/// Surnames that also begin common words: taken only where the name stands by itself.
const DOUBTFUL: &str = "于任高林马梁方石史白江向常康金田文万成时安和关单车路连水平明应能同全从都曾易包边宁步古景华游项祝\
                        项乐古米支房管宗洪查盖占元年权相计伊巴山蓝党强商冷曲原毕党富经麻习楚宫公初商谈国由满闻计焉喻廉\
                        师牟祖费候展车鞠代信居位庆来沙章童刁雍阳束桃燕苟索劳简弘丰通";

/// Surnames of two characters.
const LONG: [&str; 20] = [
    "欧阳", "司马", "上官", "司徒", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木", "长孙",
    "宇文", "轩辕", "呼延", "澹台", "申屠", "钟离", "拓跋",
];

/// How many letters of this text are a surname; `doubtful` admits those that begin other words too.
pub(super) fn length(text: &str, doubtful: bool) -> usize {
    if LONG.iter().any(|surname| text.starts_with(surname)) {
        return 2;
    }
    let first = text.chars().next();
    let one = |letter: char| SURE.contains(letter) || doubtful && DOUBTFUL.contains(letter);
    usize::from(first.is_some_and(one))
}
