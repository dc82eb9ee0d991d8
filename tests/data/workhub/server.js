// Every hub of the workhub: NAME and PREFIX are put in by the fixture.
const http = require("node:http");

const prefix = "PREFIX";
http
  .createServer((request, response) => {
    const path = request.url.split("?")[0];
    if (path === `${prefix}/api/health`) {
      response.setHeader("content-type", "application/json");
      return response.end(JSON.stringify({ hub: "NAME", ok: true, db: Boolean(process.env.DATABASE_URL) }));
    }
    response.statusCode = path === (prefix || "/") ? 200 : 404;
    response.end("NAME");
  })
  .listen(Number(process.env.PORT || LISTENS));
process.on("SIGTERM", () => process.exit(0));
