//! Planted people: of two nothing may be found in any byte of the data folder; of a third, named in the free text of
//! an organisation's row, no identity number. All names and numbers are made up.

use std::path::Path;

use xh_kernel::{Uscc, is_identity_number};

use crate::sheet;
use crate::stage::{Ended, Res, Stage};
use crate::tally::Tally;

/// Named in a row whose code column holds an identity number.
const BY_NUMBER: &str = "欧阳虚构甲";
/// Named as a subject without any code.
const BY_NAME: &str = "诸葛拟设";
/// Named in free text.
const IN_TEXT: &str = "司马假定";

/// Plants them and looks for them.
pub async fn check(stage: &Stage, tally: &mut Tally) -> Res<()> {
    println!("\n== planted people");
    let (code, text) = (identity_number("13010219000131101"), identity_number("13010219000131102"));
    tally.check(
        is_identity_number(&code) && is_identity_number(&text),
        "the planted numbers are identity numbers",
    );
    let path = stage.scratch.path().join("planted.csv");
    std::fs::write(&path, planted(&code, &text)?)?;
    let Ended::Counted(imported) = stage.import(&path, "penalty").await else {
        tally.check(false, "the planted file is imported");
        return Ok(());
    };
    let c = imported.counts;
    tally.check(c.refused_person == 2, &format!("two rows are refused as a person's ({c:?})"));
    tally.check(c.filed == 1, "the organisation's row is filed");
    let office = &stage.opened.office;
    stage.opened.key.catch_up(&office.db, office.moment().at()).await?;
    tally.check(found(stage.data.path(), IN_TEXT)?, "the search finds what is stored");
    for absent in [code.as_str(), text.as_str(), BY_NUMBER, BY_NAME] {
        tally.check(
            !found(stage.data.path(), absent)?,
            &format!("no byte of the data folder holds 「{absent}」"),
        );
    }
    let marked = sheet::marked(stage, &imported.batch).await?.concat().concat();
    let kept =
        [code.as_str(), text.as_str(), BY_NUMBER, BY_NAME].iter().any(|absent| marked.contains(absent));
    tally.check(!kept, "nor does the screened original, which is packed");
    Ok(())
}

fn planted(code: &str, text: &str) -> Res<String> {
    let organisation = Uscc::with_check_digit("91130100MA0000015")?;
    let day = "2024-05-06";
    Ok(format!(
        "行政相对人名称,统一社会信用代码,行政处罚决定书文号,违法事实,处罚类别,处罚内容,处罚决定日期\n\
         {BY_NUMBER},{code},虚罚字〔2024〕1号,未按规定公示,罚款,罚款一千元,{day}\n\
         {BY_NAME},,虚罚字〔2024〕2号,未按规定公示,警告,警告,{day}\n\
         虚构市拟设商贸有限公司,{organisation},虚罚字〔2024〕3号,\
         店员{IN_TEXT}（身份证号{text}）未按规定公示,警告,警告,{day}\n",
        organisation = organisation.as_str()
    ))
}

/// Seventeen digits and the check character of GB 11643 (ISO 7064 MOD 11-2).
fn identity_number(body: &str) -> String {
    let sum = body.bytes().fold(0_u32, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    let check = match (12 - sum) % 11 {
        10 => 'X'.to_string(),
        digit => digit.to_string(),
    };
    format!("{body}{check}")
}

/// Does any file below `folder` hold these bytes, database, log and index alike?
fn found(folder: &Path, text: &str) -> Res<bool> {
    for item in std::fs::read_dir(folder)? {
        let path = item?.path();
        let here = match path.is_dir() {
            true => found(&path, text)?,
            false => holds(&std::fs::read(&path)?, text.as_bytes()),
        };
        if here {
            return Ok(true);
        }
    }
    Ok(false)
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
