# An engine in a container, for the integration tests: what Hubyard's bootstrap installs on a host, and what the tests use beside it.
ARG BASE
FROM ${BASE}
ARG PACKAGES
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        $PACKAGES python3 python3-venv git procps curl iproute2 util-linux openssh-client sudo >/dev/null \
    && rm -rf /var/lib/apt/lists/*
