/** How all hubs write money, days and counts. Days are "YYYY-MM-DD" and mean that day everywhere: nothing here knows a time zone. */

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const hundredth = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const; // Intl says "Sept"

const MINUS = "\u2212";
const NBSP = "\u00a0"; // a number and its unit stay on one line
const DAY_MS = 86_400_000;

function signed(amount: number, text: string): string {
  return amount < 0 ? `${MINUS}${text}` : text;
}

/** ₩1,240,000 */
export function won(amount: number): string {
  return signed(amount, `₩${whole.format(Math.abs(amount))}`);
}

/** ₩1.2 M, ₩124 M, ₩1.24 bn */
export function wonShort(amount: number): string {
  const size = Math.abs(amount);
  if (size >= 1_000_000_000) return signed(amount, `₩${hundredth.format(size / 1_000_000_000)}${NBSP}bn`);
  if (size >= 10_000_000) return signed(amount, `₩${whole.format(size / 1_000_000)}${NBSP}M`);
  return signed(amount, `₩${tenth.format(size / 1_000_000)}${NBSP}M`);
}

/** 25 Nov 2026 */
export function day(date: string): string {
  return `${dayShort(date)}${NBSP}${date.slice(0, 4)}`;
}

/** 25 Nov */
export function dayShort(date: string): string {
  return `${Number(date.slice(8, 10))}${NBSP}${month(date)}`;
}

/** Nov, of a day or of "2026-11" */
export function month(date: string): string {
  return MONTHS[Number(date.slice(5, 7)) - 1] ?? "";
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
  return `${Math.round(share * 100)}${NBSP}%`;
}
