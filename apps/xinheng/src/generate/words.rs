//! The words that names and addresses are made of. Districts, roads and trade names are invented.

/// District and the division (GB/T 2260) in its subjects' codes.
///
/// INVARIANT: no division ends in 18, 19 or 20: with figures behind it, the code could be read as an identity number.
pub const DISTRICTS: [(&str, &str); 12] = [
    ("青禾", "130102"),
    ("云桥", "130104"),
    ("临泽", "130105"),
    ("石塘", "130107"),
    ("望川", "130108"),
    ("南浦", "130109"),
    ("北苑", "130110"),
    ("松溪", "130111"),
    ("沙洲", "130121"),
    ("竹山", "130123"),
    ("梅岭", "130125"),
    ("柳河", "130126"),
];

/// First character of a trade name.
pub const FIRST: [char; 40] = [
    '宏', '瑞', '盛', '恒', '嘉', '鼎', '华', '信', '诚', '顺', '祥', '永', '泰', '安', '康', '福', '隆',
    '旺', '昌', '锦', '博', '众', '联', '汇', '聚', '启', '创', '凯', '君', '德', '润', '悦', '佳', '优',
    '卓', '晟', '铭', '腾', '骏', '尚',
];

/// Second and, in a very large city, third character of a trade name. None of them begins a trade below.
pub const SECOND: [char; 40] = [
    '达', '丰', '源', '兴', '和', '通', '盈', '益', '利', '升', '宇', '辉', '翔', '泽', '远', '邦', '健',
    '诺', '捷', '润', '峰', '亿', '宝', '晖', '越', '彩', '成', '发', '佑', '航', '普', '胜', '正', '林',
    '贝', '力', '特', '维', '川', '朗',
];

/// What companies, cooperatives and partnerships trade in, and what a shop in that trade is called.
pub const TRADES: [(&str, &str); 30] = [
    ("种植", "种子店"),
    ("养殖", "饲料店"),
    ("果蔬", "蔬果店"),
    ("农机", "农机维修部"),
    ("粮油", "粮油店"),
    ("苗木", "花卉店"),
    ("食品", "小吃店"),
    ("餐饮管理", "餐馆"),
    ("商贸", "百货店"),
    ("建材", "建材经营部"),
    ("建筑工程", "五金店"),
    ("装饰工程", "门窗店"),
    ("机械制造", "机电维修部"),
    ("化工", "日化店"),
    ("医药", "药店"),
    ("医疗器械", "眼镜店"),
    ("物流", "货运站"),
    ("汽车服务", "汽车修理厂"),
    ("电子科技", "手机店"),
    ("软件", "电脑店"),
    ("环保科技", "废品回收站"),
    ("新能源", "电动车行"),
    ("纺织", "布艺店"),
    ("服饰", "服装店"),
    ("家具", "家具店"),
    ("印刷包装", "打字复印店"),
    ("房地产开发", "房屋中介所"),
    ("物业服务", "家政服务部"),
    ("劳务派遣", "职业介绍所"),
    ("文化旅游", "旅馆"),
];

/// The first so many trades are those of the countryside: some of their companies are cooperatives.
pub const RURAL: usize = 6;

/// Roads.
pub const ROADS: [&str; 12] = [
    "春晖路",
    "秋实街",
    "观澜路",
    "听松街",
    "映月路",
    "晴川大街",
    "文澜街",
    "兴业路",
    "通济街",
    "丰收路",
    "长风大街",
    "云帆路",
];

/// Registered capital in 万元.
pub const CAPITALS: [u32; 12] = [10, 30, 50, 100, 200, 300, 500, 800, 1_000, 2_000, 5_000, 10_000];
