// The entry of the worker: connects the browser's messages, sockets and timers to a PageWorker.
import { bearerHeaders, protocols } from "../shared/bearer";
import type { ToWorker } from "../shared/messages";
import type { HubAccess, Socket } from "./hub_access";
import { PageWorker } from "./page_worker";

const drawEvery = 50;     // ms
const checkEvery = 5000;  // ms
const hubAnswersWithin = 5000;  // ms

function accessTo(url: string): HubAccess {
  return {
    open: (token) => new WebSocket(url, protocols(token)) as Socket,
    isLocked: (token, answer) => {
      fetch("hub.json", { headers: bearerHeaders(token), signal: AbortSignal.timeout(hubAnswersWithin) }).then(
        ({ status }) => answer(status === 401),
        () => answer(false),
      );
    },
  };
}

function main(): void {
  const worker = new PageWorker((message) => postMessage(message), accessTo);
  onmessage = ({ data }: MessageEvent<ToWorker>) => worker.take(data);
  setInterval(() => worker.sendFrame(), drawEvery);
  setInterval(() => worker.checkHub(), checkEvery);
}

main();
