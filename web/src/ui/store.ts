// The page's side of the worker: passes requests to it, and keeps the newest frame for drawing.
import type { Frame, FromWorker, Link, ToWorker, ViewRequest } from "../shared/messages";
import { fetchHubFacts, type HubFacts } from "./hub_facts";
import type { TokenStore } from "./token_store";

type Listener = () => void;

interface TrustedTypes {
  createPolicy(name: string, rules: object): { createScriptURL(url: string): string };
}

/** Returns the worker's URL, marked as trusted. The page's policy allows no other script. */
function workerUrl(): string {
  const path = "worker.js";
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  return types ? types.createPolicy("page", { createScriptURL: () => path }).createScriptURL(path) : path;
}

export class Store {
  frame: Frame | null = null;
  private readonly worker = new Worker(workerUrl(), { type: "module" });
  private readonly listeners = new Set<Listener>();
  private readonly texts = new Map<number, (text: string | null) => void>();
  /** The token that the worker shows to the hub. */
  private token: string;

  constructor(url: string, name: string, private readonly tokens: TokenStore) {
    this.token = tokens.current;
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.take(data);
    this.send({ type: "start", url, name, token: this.token });
    this.stopWithThePage();
    addEventListener("online", () => this.send({ type: "online" }));
  }

  show(request: ViewRequest): void {
    this.send({ type: "show", request });
  }

  pause(on: boolean): void {
    this.send({ type: "pause", on });
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

  /** Returns the text of a dumpling in the tail; null if it is no longer kept. */
  text(id: number): Promise<string | null> {
    return new Promise((resolve) => {
      this.texts.set(id, resolve);
      this.send({ type: "read", id });
    });
  }

  hubFacts(): Promise<HubFacts> {
    return fetchHubFacts(this.tokens.current);
  }

  /** Calls the listener after every new frame. Returns a function that ends this. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  // A browser may keep a page after the viewer left it, for the way back. Its worker would stay connected without
  // reading, and the hub would call it slow. So the worker ends with the visit, and the page reloads on the way back.
  private stopWithThePage(): void {
    addEventListener("pagehide", () => this.worker.terminate());
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) location.reload();
    });
  }

  private send(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private take(message: FromWorker): void {
    switch (message.type) {
      case "frame":
        return this.takeFrame(message.frame);
      case "text":
        this.texts.get(message.id)?.(message.text);
        this.texts.delete(message.id);
        return;
      case "download":
        return save(message.blob, `dumplings-${new Date().toISOString().replace(/[:.]/g, "-")}.jsonl`);
    }
  }

  private takeFrame(frame: Frame): void {
    this.frame = frame;
    this.keepOrForgetToken(frame.link.phase);
    for (const listener of this.listeners) listener();
    // The worker makes the next frame when this one is on the screen.
    requestAnimationFrame(() => this.send({ type: "drawn" }));
  }

  // Stores only a token that the hub accepted, so that a reload shows the right one again and never a wrong one.
  private keepOrForgetToken(phase: Link["phase"]): void {
    if (phase === "live" && this.token !== this.tokens.current) this.tokens.keep(this.token);
    if (phase === "locked" && this.tokens.current !== "") this.tokens.forget();
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
