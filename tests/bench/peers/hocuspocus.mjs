// Hocuspocus as its own documentation starts it; with a Redis where one is given.
import { Server } from "@hocuspocus/server";

const [port, redis] = process.argv.slice(2);
const extensions = [];
if (redis) {
  const { Redis } = await import("@hocuspocus/extension-redis");
  extensions.push(new Redis({ host: "127.0.0.1", port: Number(redis) }));
}
await new Server({ port: Number(port), address: "127.0.0.1", quiet: true, extensions }).listen();
