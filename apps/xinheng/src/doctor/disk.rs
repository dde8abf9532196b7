//! The data folder's disk: how much is left, whether a sync is one, who may read the key.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Instant;

use super::Finding;
use crate::backup::KEY;

/// Less than this is too little, whatever the disk's size.
const LEAST: u64 = 1 << 30;
/// As is less than one part in twenty.
const PART: u64 = 20;
/// A sync that takes less (milliseconds) has reached no disk: the fastest measured ones take ten times as long.
const TOO_QUICK: f64 = 0.01;
const TOO_SLOW: f64 = 100.0;
const SYNCS: u32 = 20;

/// Free space where the data lie. With PostgreSQL its own disk is another matter.
pub(super) fn space(data: &Path) -> std::io::Result<Finding> {
    let disk = rustix::fs::statvfs(data)?;
    let (free, all) = (disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize);
    let ok = free >= LEAST && free >= all / PART;
    let said = format!("可用 {} MiB,共 {} MiB", free >> 20, all >> 20);
    Ok(Finding::new("disk-space", ok, said, "磁盘满后写入会被拒绝;请清理或扩容"))
}

/// How long a write of one page takes to be on disk.
pub(super) fn sync(data: &Path) -> std::io::Result<Finding> {
    let mut file = tempfile::tempfile_in(data)?;
    let began = Instant::now();
    for _ in 0..SYNCS {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
    }
    let millis = began.elapsed().as_secs_f64() * 1000.0 / f64::from(SYNCS);
    let said = format!("每次落盘 {millis:.3} 毫秒");
    let remedy = if millis < TOO_QUICK {
        "快得不可信:此处的落盘没有到达磁盘(内存文件系统,或缓存未关),断电会丢数据;请换存储"
    } else {
        "太慢:每次写入都要等它;请检查存储"
    };
    Ok(Finding::new("disk-sync", (TOO_QUICK..TOO_SLOW).contains(&millis), said, remedy))
}

/// Nobody but its owner may read the key.
pub(super) fn key(data: &Path) -> std::io::Result<Finding> {
    let mode = std::fs::metadata(data.join(KEY))?.permissions().mode() & 0o777;
    let said = format!("密钥文件权限 {mode:03o}");
    let remedy = "别人能读签名密钥;请运行 chmod 600 ledger.key,并考虑它是否已经外泄";
    Ok(Finding::new("key-file", mode & 0o077 == 0, said, remedy))
}
