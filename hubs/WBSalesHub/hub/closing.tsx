import { Badge } from "@/components/badge";
import { AS_OF } from "@/data/deals";
import { count, day, daysBetween } from "@/lib/format";

/** A close date, and how near it is when it is near. */
export function Closing({ on }: { on: string }) {
  const left = daysBetween(AS_OF, on);
  if (left > 14) return <>{day(on)}</>;
  return <Badge tone={left <= 7 ? "warn" : "plain"}>in {count(left, "day")}</Badge>;
}
