/** The hubs that this one watches. */

export type Hub = {
  name: string;
  title: string;
  slug: string;
  /** Path behind the gateway. */
  route: string;
  purpose: string;
  /** Where this server asks, on the Docker network. */
  healthUrl: string;
};

type Known = Pick<Hub, "name" | "title" | "route" | "purpose">;

const KNOWN: readonly Known[] = [
  { name: "WBHubManager", title: "Hub Manager", route: "/", purpose: "This app: all hubs on one page." },
  { name: "WBSalesHub", title: "Sales Hub", route: "/saleshub", purpose: "Pipeline, deals and customers." },
  { name: "WBFinHub", title: "Fin Hub", route: "/finhub", purpose: "Invoices, cash flow and the ledger." },
  { name: "WBOnboardingHub", title: "Onboarding Hub", route: "/onboarding", purpose: "New hires and their first three months." },
];

export function healthPath(route: string): string {
  return `${route === "/" ? "" : route}/api/health`;
}

function hubOf(known: Known, healthUrl?: string): Hub {
  const slug = known.name.toLowerCase();
  return { ...known, slug, healthUrl: healthUrl ?? `http://${slug}-staging:3000${healthPath(known.route)}` };
}

function text(value: unknown, fallback: string): string {
  return typeof value === "string" && value !== "" ? value : fallback;
}

/**
 * HUBS_JSON, a list of {"name", "route", "title"?, "purpose"?, "health_url"?}, takes the place of the four.
 * A list that cannot be read is said in the server's log and the four are shown: a typo must not hide the page.
 */
export function readFleet(): readonly Hub[] {
  const given = process.env.HUBS_JSON;
  if (!given) return KNOWN.map((known) => hubOf(known));
  try {
    const entries: unknown = JSON.parse(given);
    if (!Array.isArray(entries) || entries.length === 0) throw new Error("expected a list of hubs");
    return entries.map(readHub);
  } catch (error) {
    console.error(`HUBS_JSON is not used: ${error instanceof Error ? error.message : String(error)}`);
    return KNOWN.map((known) => hubOf(known));
  }
}

function readHub(entry: unknown): Hub {
  if (typeof entry !== "object" || entry === null) throw new Error("each hub must be an object");
  const fields = entry as Record<string, unknown>;
  const name = text(fields.name, "");
  const known = KNOWN.find((candidate) => candidate.name === name);
  const route = text(fields.route, known?.route ?? "");
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) throw new Error('each hub needs a "name" of letters, digits, ".", "_" and "-"');
  if (!route.startsWith("/")) throw new Error(`"route" of ${name} must begin with "/"`);
  const title = text(fields.title, known?.title ?? name);
  const purpose = text(fields.purpose, known?.purpose ?? "");
  const healthUrl = text(fields.health_url, "");
  if (healthUrl !== "" && !URL.canParse(healthUrl)) throw new Error(`"health_url" of ${name} must be a whole URL`);
  return hubOf({ name, title, route, purpose }, healthUrl || undefined);
}
