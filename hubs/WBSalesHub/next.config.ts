import type { NextConfig } from "next";

/** Next starts one worker a core unless told otherwise; on a small host each costs more memory than it saves time. */
function workers(asked: string | undefined): number {
  const count = Number(asked);
  return Number.isInteger(count) && count >= 1 ? count : 2;
}

const config: NextConfig = {
  basePath: "/saleshub",
  output: "standalone",
  outputFileTracingRoot: __dirname, // else a lock file in a folder above moves the standalone output
  outputFileTracingExcludes: { "*": ["node_modules/sharp/**", "node_modules/@img/**"] }, // no images are resized here
  images: { unoptimized: true },
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  experimental: {
    cpus: workers(process.env.BUILDKIT_MAX_PARALLELISM),
    webpackMemoryOptimizations: true,
  },
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "X-Frame-Options", value: "DENY" },
        { key: "Referrer-Policy", value: "same-origin" },
      ],
    },
  ],
};

export default config;
