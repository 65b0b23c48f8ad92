# Strongroom in a container: `docker build -t strongroom .`; for more, see docs/install.md.
# Both bases need Node 24 or 20.19; the first one npm, the second one the tools that add a user.
ARG BUILD_BASE=node:24-bookworm-slim
ARG BASE=node:24-bookworm-slim

# Runs on the machine that builds, also for another processor: only the packages differ.
FROM --platform=${BUILDPLATFORM:-linux/amd64} ${BUILD_BASE} AS build
ARG TARGETARCH=amd64
# For the list of what is inside: the time of the commit makes the image reproducible.
ARG SOURCE_DATE_EPOCH=0
WORKDIR /src
COPY package.json package-lock.json ./
COPY cli/package.json cli/
COPY sdk/package.json sdk/
RUN ["npm", "ci", "--no-audit", "--no-fund"]
COPY . .
RUN node scripts/release.mjs --unpacked /program --platform "linux-$(echo "$TARGETARCH" | sed s/amd64/x64/)"

FROM ${BASE}
ARG VERSION=dev
LABEL org.opencontainers.image.title="Strongroom" \
      org.opencontainers.image.description="A self-hosted secrets manager" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
# PostgreSQL asks for the name of its user, so the number has one. What only building needs goes.
RUN useradd --uid 10001 --user-group --home-dir /data --no-create-home --shell /usr/sbin/nologin strongroom \
 && install -d -o strongroom -g strongroom -m 0700 /data \
 && rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* /opt/yarn*
COPY --from=build /program /app
WORKDIR /app
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    STRONGROOM_DATA_DIR=/data
VOLUME /data
EXPOSE 3000
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.mjs"]
