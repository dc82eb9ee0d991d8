// The smallest app that a hub can be: one page and one health answer under its route.
const http = require("node:http");

const startedAt = new Date().toISOString();
const route = "/toy";

function answer(path) {
  if (path === `${route}/api/health`) {
    return [200, { hub: "toy", revision: process.env.HUBYARD_REVISION || "unknown", started_at: startedAt, colour: process.env.COLOUR || "" }];
  }
  return path === route ? [200, "toy"] : [404, `not here: ${path}`];
}

const server = http.createServer((request, response) => {
  const [status, body] = answer(request.url.split("?")[0]);
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
});
// TROUBLE
server.listen(3000, () => console.log("toy listens on 3000"));
process.on("SIGTERM", () => process.exit(0));
