//! A profile is told right or told where it is wrong; nothing is put in the place of what it leaves out.

use super::*;

const PLAIN: &str = "\
city = \"平原演示市\"
office = \"平原演示市信用处（虚构）\"
name = \"信用平原演示\"
origin = \"https://credit.example.org\"
hotline = \"000-0000-1111\"
hotline_hours = \"工作日\"
";

fn wrong(more: &str) -> Vec<String> {
    parse("city.toml", &format!("{PLAIN}{more}")).err().unwrap_or_default()
}

#[test]
fn what_is_left_out_stays_empty_and_is_named() {
    let site = parse("city.toml", PLAIN).unwrap();
    assert!(site.demo && site.official.is_none());
    assert_eq!(site.footer.host, "平原演示市信用处（虚构）");
    assert_eq!((site.footer.icp.as_str(), site.footer.undertaker.as_str()), ("", ""));
    assert_eq!(site.missing().len(), 3, "{:?}", site.missing());
    let whole = "[footer]\nsite_code = \"0000000000\"\nicp = \"演ICP备00000000号\"\n\
                 police_record = \"演公网安备00000000000000号\"\n";
    assert_eq!(parse("city.toml", &format!("{PLAIN}{whole}")).unwrap().missing(), Vec::<&str>::new());
}

#[test]
fn every_mistake_is_told_with_its_line_and_a_remedy() {
    let official = "[official]\ntext = \"官方网站\"\nhow_to_tell = \"看域名\"\n";
    let twice = "[[division]]\ncode = \"000001\"\nname = \"东区\"\n[[division]]\ncode = \"000001\"\nname = \"西区\"\n";
    let same = "[[division]]\ncode = \"000001\"\nname = \"东区\"\n\
                [[division]]\ncode = \"000002\"\nname = \"西区\"\naliases = [\"东区\"]\n";
    let cases = [
        ("hotlin = \"1\"\n", 7, "hotlin"),
        ("demo = \"no\"\n", 7, "boolean"),
        ("[footer]\nicp = \"12345678\"\n", 8, "ICP 备案号"),
        ("[footer]\n\nsite_code = \"12\"\n", 9, "网站标识码"),
        ("[footer]\npolice_record = \"冀公安\"\n", 8, "公安备案号"),
        ("[footer]\nphone = \"1\"\n", 8, "phone"),
        ("[[footer.links]]\ntitle = \"坏\"\nhref = \"javascript:alert(1)\"\n", 7, "链接"),
        (official, 7, "官方"),
        ("[[division]]\ncode = \"13\"\nname = \"东区\"\n", 7, "6 位数字"),
        ("[[division]]\ncode = \"000001\"\nname = \"\"\n", 7, "没有名称"),
        (twice, 10, "000001"),
        (same, 10, "东区"),
    ];
    for (more, line, what) in cases {
        let told = wrong(more);
        assert_eq!(told.len(), 1, "{more}: {told:?}");
        let start = format!("city.toml:{line} ");
        assert!(told[0].starts_with(&start) && told[0].contains(what), "{more}: {told:?}");
        assert!(told[0].contains("请") || told[0].contains(';'), "no remedy: {told:?}");
    }
    let missing = parse("city.toml", "city = \"甲\"\n").err().unwrap();
    assert!(missing[0].contains("office"), "{missing:?}");
    let empty = parse("city.toml", &PLAIN.replace("000-0000-1111", " ")).err().unwrap();
    assert!(empty[0].starts_with("city.toml:5 "), "{empty:?}");
    let origin = parse("city.toml", &PLAIN.replace("example.org", "example.org/")).err().unwrap();
    assert!(origin[0].starts_with("city.toml:4 "), "{origin:?}");
}

#[test]
fn the_profile_that_is_delivered_is_right_and_invents_no_number() {
    let site = parse("shijiazhuang.toml", include_str!("../../../../deploy/city/shijiazhuang.toml")).unwrap();
    assert!(site.demo, "official only by a deployer's word");
    assert_eq!(site.missing().len(), 3);
    assert_eq!(site.division("130171"), Some("高新区"));
    assert_eq!(site.division("石家庄循环化工园区"), Some("循环化工园区"));
    assert_eq!(site.division("正定县"), Some("正定县"));
    assert_eq!(site.division("130199"), None);
}
