import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { identity } from "@/lib/identity";

export default function Start() {
  return (
    <>
      <PageHeader title={identity.title} lead="A new hub, ready to be built and deployed." />
      <Panel title="Where to go on">
        <ul className="plain">
          <li>
            This page is <code>app/page.tsx</code>; its name and colour in the frame are in <code>hub/site.ts</code>.
          </li>
          <li>
            How it is built and run is in <code>hub.toml</code> and <code>compose.yaml</code>.
          </li>
          <li>
            It says how it is at <a href="/finhub/api/health">/finhub/api/health</a>.
          </li>
        </ul>
      </Panel>
    </>
  );
}
