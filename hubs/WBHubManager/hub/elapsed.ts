/** "2 d 4 h", "3 h 12 min", "5 min", "40 s": the two largest units that matter. */
export function elapsed(fromIso: string, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(fromIso)) / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return `${days} d ${hours % 24} h`;
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  if (minutes > 0) return `${minutes} min`;
  return `${seconds} s`;
}

/** A commit's long name is shortened as git does; anything else stays as it is. */
export function revisionShort(revision: string): string {
  return /^[0-9a-f]{16,}/.test(revision) ? revision.slice(0, 10) : revision;
}

/** 14:03:21 UTC */
export function clock(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 19)} UTC`;
}
