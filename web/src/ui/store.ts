// The page's side of the worker: what to show goes there, what to draw comes back.
import type { Frame, FromWorker, Link, Place, ToWorker } from "../shared/messages";
import { currentToken, forgetToken, keepToken } from "./token";

type Listener = () => void;

/** The only script that may be loaded beside the page's own. */
function workerUrl(): string {
  const path = "/worker.js";
  const types = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } } })
    .trustedTypes;
  return types ? types.createPolicy("page", { createScriptURL: () => path }).createScriptURL(path) : path;
}

export class Store {
  frame: Frame | null = null;
  private readonly worker = new Worker(workerUrl(), { type: "module" });
  private readonly listeners = new Set<Listener>();
  private readonly texts = new Map<number, (text: string | null) => void>();

  /** What the hub is being shown. */
  private token = currentToken();

  constructor(url: string, name: string) {
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.take(data);
    this.send({ type: "start", url, name, token: this.token });
    this.leaveWithThePage();
  }

  show(place: Place): void {
    this.send({ type: "show", place });
  }

  hold(on: boolean): void {
    this.send({ type: "hold", on });
  }

  unlock(token: string): void {
    this.token = token;
    this.send({ type: "unlock", token });
  }

  retry(): void {
    this.send({ type: "retry" });
  }

  download(): void {
    this.send({ type: "download" });
  }

  /** The text of a dumpling in the tail; null when it is gone. */
  text(id: number): Promise<string | null> {
    return new Promise((resolve) => {
      this.texts.set(id, resolve);
      this.send({ type: "read", id });
    });
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  // A browser may keep a page that was left, to go back to it. Its worker would stay an eater that reads no more, and
  // that the hub calls slow: it is ended, and the page begins anew when somebody does go back.
  private leaveWithThePage(): void {
    addEventListener("pagehide", () => this.worker.terminate());
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) location.reload();
    });
  }

  private send(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  /** The hub has: a tab that is loaded again is to go on with what was right, and not to try what was wrong. */
  private judgeToken(phase: Link["phase"]): void {
    if (phase === "live" && this.token !== currentToken()) keepToken(this.token);
    if (phase === "locked" && currentToken() !== "") forgetToken();
  }

  private take(message: FromWorker): void {
    switch (message.type) {
      case "frame":
        this.frame = message.frame;
        this.judgeToken(message.frame.link.phase);
        for (const listener of this.listeners) listener();
        // The next one is made when this one is on the screen.
        requestAnimationFrame(() => this.send({ type: "drawn" }));
        break;
      case "text":
        this.texts.get(message.id)?.(message.text);
        this.texts.delete(message.id);
        break;
      case "download":
        save(message.blob, `dumplings-${new Date().toISOString().replace(/[:.]/g, "-")}.jsonl`);
    }
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
