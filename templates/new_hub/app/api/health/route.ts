import { identity } from "@/lib/identity";

export const dynamic = "force-dynamic";

const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString();

/** HUBYARD_REVISION is set when the container starts: as a build argument every commit would build the hub anew. */
export function GET(): Response {
  const answer = {
    ok: true,
    hub: identity.hub,
    revision: process.env.HUBYARD_REVISION || "unknown",
    started_at: startedAt,
  };
  return Response.json(answer, { headers: { "Cache-Control": "no-store" } });
}
