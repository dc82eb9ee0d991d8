/** How all hubs write money, days and counts. Days are "YYYY-MM-DD" and mean that day everywhere: nothing here knows a time zone. */

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const longDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const shortDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const monthOnly = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });

const MINUS = "\u2212";
const DAY_MS = 86_400_000;

function signed(amount: number, text: string): string {
  return amount < 0 ? `${MINUS}${text}` : text;
}

/** ₩1,240,000 */
export function won(amount: number): string {
  return signed(amount, `₩${whole.format(Math.abs(amount))}`);
}

/** ₩1.2 M, ₩124 M, ₩1.2 bn */
export function wonShort(amount: number): string {
  const size = Math.abs(amount);
  if (size >= 1_000_000_000) return signed(amount, `₩${tenth.format(size / 1_000_000_000)} bn`);
  if (size >= 10_000_000) return signed(amount, `₩${whole.format(size / 1_000_000)} M`);
  return signed(amount, `₩${tenth.format(size / 1_000_000)} M`);
}

/** 25 Nov 2026 */
export function day(date: string): string {
  return longDay.format(new Date(`${date}T00:00:00Z`));
}

/** 25 Nov */
export function dayShort(date: string): string {
  return shortDay.format(new Date(`${date}T00:00:00Z`));
}

/** Nov */
export function month(yearMonth: string): string {
  return monthOnly.format(new Date(`${yearMonth}-01T00:00:00Z`));
}

/** Whole days from one day to the other; negative when `to` lies before `from`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** 1 deal, 3 deals */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${whole.format(number)} ${number === 1 ? one : many}`;
}

/** 42 % of a share between 0 and 1 */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
