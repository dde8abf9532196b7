//! Tests of the fold, on a door that opens and shuts.

use super::*;

struct Door;

struct NotSo;

impl Refusal for NotSo {
    fn code(&self) -> &'static str {
        "door.not_so"
    }

    fn sentence(&self) -> String {
        "门已经是这样".to_owned()
    }
}

impl Workflow for Door {
    type State = bool;
    type Act = bool;
    type Refused = NotSo;

    fn start() -> bool {
        false
    }

    fn step(state: &bool, act: &bool) -> Result<bool, NotSo> {
        if state == act { Err(NotSo) } else { Ok(*act) }
    }
}

#[test]
fn a_state_is_what_the_acts_made_of_it() {
    assert!(matches!(Door::fold(&[]), Ok(false)));
    assert!(matches!(Door::fold(&[true, false, true]), Ok(true)));
    let Err(refused) = Door::fold(&[true, true, false]) else { panic!("a door cannot be opened twice") };
    assert_eq!((refused.code(), refused.cites().len(), refused.earliest()), ("door.not_so", 0, None));
    assert!(!refused.sentence().ends_with('。'));
}
