# One image for all roles; the command says which: `start --role api`, `start --role worker`, `start --role relay`.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.build.json vite.config.ts ./
COPY bin ./bin
COPY queues ./queues
COPY workers ./workers
COPY src ./src
# `npm ci` builds through the prepare script; then only what runs is kept.
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 ZHUNRU_DATA_DIR=/data
WORKDIR /app
COPY --from=build --chown=node:node /app ./
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 7300
ENTRYPOINT ["node", "bin/zhunru.js"]
CMD ["start"]
