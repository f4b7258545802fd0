// The service's clock. That of the device may be wrong by hours, and nobody is told by it what is too late.

// A device that slept, or whose clock was set, leaves its two clocks so far apart.
const DRIFT_MS_MAX = 60 * 1000;

// Returns a clock that goes on from `now`, an instant in RFC 3339. It says milliseconds, or null once it does not know any more.
export function clock(now, device) {
  const start = Date.parse(now);
  const began = device.date() - device.elapsed();
  return () => {
    const elapsed = device.elapsed();
    // The monotonic clock of some devices stands still while they sleep. The other one can be set by anybody, so that neither
    // is believed once they differ.
    const drift = Math.abs(device.date() - elapsed - began);
    return Number.isNaN(start) || DRIFT_MS_MAX < drift ? null : start + elapsed;
  };
}

// Returns the clock of this page. What has passed is counted from when it was asked for, so that it is never behind the service's.
export function pageClock() {
  const device = { date: () => Date.now(), elapsed: () => performance.now() };
  return clock(document.body.dataset.now, device);
}
