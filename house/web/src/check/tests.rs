//! The checks themselves notice what they are for.

use super::*;

fn page(main: &str) -> String {
    format!(
        "<!doctype html><html lang=\"zh-CN\"><head><title>题</title></head><body><a href=\"#main\">跳</a>\
         <header></header><main id=\"main\">{main}</main><footer></footer></body></html>"
    )
}

#[test]
fn a_sound_page_breaks_nothing() {
    let table = "<table><caption>表</caption><tr><th scope=\"col\">甲</th></tr></table>";
    let field = "<label for=\"q\">名称</label><input id=\"q\" name=\"q\">";
    assert_eq!(broken(&page(&format!("<h1>题</h1><h2>节</h2>{table}{field}"))), Vec::<String>::new());
}

#[test]
fn each_fault_is_named() {
    let faults = [
        ("<h2>节</h2>", "0 <h1>"),
        ("<h1>题</h1><h3>节</h3>", "h3 after h1"),
        ("<h1>题</h1><input id=\"q\">", "without label"),
        ("<h1>题</h1><em style=\"color:red\">x</em>", "attribute style"),
        ("<h1>题</h1><em onclick=\"x\">x</em>", "attribute onclick"),
        ("<h1>题</h1><script>1</script>", "<script>"),
        ("<h1>题</h1><em><b>x</em></b>", "closes"),
        ("<h1>题</h1><i id=\"a\">x</i><i id=\"a\">x</i>", "twice"),
        ("<h1>题</h1><a href=\"#gone\">x</a>", "nowhere"),
        ("<h1>题</h1><a href=\"/x\"> </a>", "no words"),
        ("<h1>题</h1><table><tr><th>x</th></tr></table>", "without scope"),
        ("<h1>题</h1><a href=\"javascript:1\">x</a>", "attribute href"),
    ];
    for (main, expected) in faults {
        let found = broken(&page(main)).join("; ");
        assert!(found.contains(expected), "{main}: {found}");
    }
}
