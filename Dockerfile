# One image for every role; the command says which:
#   docker run IMAGE api | worker | executor codemod | key create ...
#
# Debian, not Alpine: the core of @temporalio/worker is a native library for glibc.
# Its npm 10 matters as well: npm 11 refuses the lock file, which names the native packages of Linux alone.
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
# Manifests first, so that the installation is cached until one of them changes.
COPY package.json package-lock.json .npmrc ./
COPY ui/package.json ui/
COPY packages/executor-client/package.json packages/executor-client/
COPY packages/executor-host/package.json packages/executor-host/
COPY packages/resilience/package.json packages/resilience/
COPY packages/claude-code-executor/package.json packages/claude-code-executor/
COPY packages/codemod-executor/package.json packages/codemod-executor/
COPY packages/cursor-executor/package.json packages/cursor-executor/
COPY packages/openclaw-executor/package.json packages/openclaw-executor/
RUN npm ci
COPY . .
RUN node build.mjs
# What stays is what the server and the executors run on: the UI is static files by now, and of Temporal's native
# library only the build for this machine is needed.
RUN npm pkg set --json 'workspaces=["packages/*"]' \
 && npm prune --omit=dev \
 && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
      ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} + \
 && find packages -mindepth 2 -maxdepth 2 -name src -exec rm -r {} +

FROM ${NODE_IMAGE} AS run
# git and ssh are for executors; tini is process 1, so that signals arrive and dead children are collected.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates git openssh-client tini \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production \
    API_HOST=0.0.0.0 \
    EXECUTOR_WORK_DIR=/var/lib/mission-control/executor
# A volume that is mounted here takes over the owner.
RUN install --directory --owner=node --group=node /var/lib/mission-control/executor
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/packages packages
COPY --from=build /app/ui/dist ui/dist
COPY --from=build /app/dist dist
COPY docker/healthcheck.mjs docker/
USER node
EXPOSE 4300
# Of the api role, like the default command; docker-compose.yml names the role for the others.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "docker/healthcheck.mjs", "api"]
ENTRYPOINT ["tini", "--", "node", "dist/cli/main.js"]
CMD ["api"]
