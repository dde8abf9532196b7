//! The life of a subscription as a table: every act in every state.

use expect_test::{Expect, expect};
use xh_kernel::{Refusal, Workflow};

use super::{SubscriberAct, SubscriberBody, SubscriberState, Subscription, ground_fields, ground_of};

fn check(acts: &[SubscriberAct], wanted: &Expect) {
    let said = match Subscription::fold(acts) {
        Ok(state) => format!("{} {}", state.as_str(), state.chinese()),
        Err(refused) => format!("{}: {}", refused.code(), refused.sentence()),
    };
    wanted.assert_eq(&said);
}

#[test]
fn a_subscription_is_what_its_acts_made_of_it() {
    use SubscriberAct::{Disable, Pause, Register, Remove, Resume, Rotate};
    check(&[], &expect!["unknown 未登记"]);
    check(&[Register], &expect!["active 推送中"]);
    check(&[Register, Pause], &expect!["paused 已暂停"]);
    check(&[Register, Pause, Disable], &expect!["paused 已暂停"]);
    check(&[Register, Disable], &expect!["disabled 已停发"]);
    check(&[Register, Disable, Rotate, Resume], &expect!["active 推送中"]);
    check(&[Register, Pause, Resume, Rotate], &expect!["active 推送中"]);
    check(&[Register, Disable, Remove], &expect!["removed 已注销"]);
    check(&[Pause], &expect!["no_such_subscriber: 没有编号为「」的接收方"]);
    check(&[Register, Register], &expect!["already_registered: 这个接收方已经登记"]);
    check(&[Register, Resume], &expect!["subscriber_running: 这个接收方正在推送中，不需要恢复"]);
    check(&[Register, Pause, Pause], &expect!["subscriber_not_active: 这个接收方已暂停，不能暂停"]);
    for act in SubscriberAct::ALL {
        check(&[Register, Remove, act], &expect!["subscriber_removed: 这个接收方已经注销，需要时请重新登记"]);
    }
}

#[test]
fn what_is_stored_is_read_back() {
    for act in SubscriberAct::ALL {
        assert_eq!(SubscriberAct::of_entry(act.entry()), Some(act));
    }
    assert_eq!(SubscriberAct::of_entry("record.filed"), None);
    for state in ["unknown", "active", "paused", "disabled", "removed"] {
        assert_eq!(SubscriberState::parse(state).map(SubscriberState::as_str), Some(state));
    }
    let body = SubscriberBody {
        name: "示例平台".to_owned(),
        url: "https://a.example.org/".to_owned(),
        kinds: vec!["penalty".to_owned()],
        scheme: "v1a".to_owned(),
    };
    assert_eq!(SubscriberBody::from_fields(&body.to_fields()), Ok(body));
    assert_eq!(ground_of(&ground_fields("接收方答复 410")), Ok("接收方答复 410".to_owned()));
    assert!(ground_of(&ground_fields("x").into_iter().take(0).collect()).is_err());
}
