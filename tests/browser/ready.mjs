// node ready.mjs URL PID: waits until URL answers 2xx. Gives up when the process PID has gone, or after three
// minutes.
const [url, pid] = process.argv.slice(2);
const end = Date.now() + 180_000;

function alive() {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

while (Date.now() < end && alive()) {
  const answer = await fetch(url).catch(() => null);
  if (answer?.ok) process.exit(0);
  await new Promise((done) => setTimeout(done, 200));
}
process.exit(1);
