// Decides when the page gets its next frame.

/** Lets one frame go at a time. A hidden page draws no frame, so it gets no further one. */
export class FramePacer {
  private drawing = false;
  private asked = false;
  private sentAt = -Infinity;

  /** `now` returns milliseconds. */
  constructor(private readonly now: () => number) {}

  /** Makes the next frame due at once instead of at the end of the view's interval. */
  ask(): void {
    this.asked = true;
  }

  /** The page has drawn the last frame. */
  drawn(): void {
    this.drawing = false;
  }

  /** Returns whether a frame is to be sent now, and counts it as sent. `interval` is the view's, in milliseconds. */
  takeTurn(interval: number): boolean {
    const now = this.now();
    if (this.drawing || !(this.asked || now - this.sentAt >= interval)) return false;
    this.drawing = true;
    this.asked = false;
    this.sentAt = now;
    return true;
  }
}
