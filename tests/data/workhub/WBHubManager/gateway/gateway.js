// A gateway of their own: it knows the hubs by the service names of the Compose file.
const http = require("node:http");

const routes = [
  ["/saleshub", "wbsaleshub-staging", 3000],
  ["/finhub", "wbfinhub-staging", 8080],
  ["/onboarding", "wbonboardinghub-staging", 3000],
  ["", "wbhubmanager-staging", 3000],
];
http
  .createServer((request, response) => {
    const [, host, port] = routes.find(([prefix]) => request.url.startsWith(prefix));
    const asked = http.request({ host, port, path: request.url, method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    asked.on("error", () => {
      response.statusCode = 502;
      response.end(`bad gateway: ${host}`);
    });
    request.pipe(asked);
  })
  .listen(4400);
process.on("SIGTERM", () => process.exit(0));
