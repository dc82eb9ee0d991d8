import Link from "next/link";

import { PageHeader } from "@/components/page-header";
import { identity } from "@/lib/identity";

export default function NotFound() {
  return (
    <>
      <PageHeader title="No such page" lead={`${identity.title} has nothing at this address. It may have moved, or the link has a typo.`} />
      <p>
        <Link href="/">Back to the start</Link>
      </p>
    </>
  );
}
