FROM node:24-slim AS base
WORKDIR /app
FROM base AS development
COPY . .
CMD ["sh", "-c", "echo this is the development server; exit 1"]
FROM base AS production
COPY . .
HEALTHCHECK --interval=2s CMD curl -fsS http://localhost:8080/finhub/api/health
CMD ["node", "src/server.js"]
