// The dumplings of one view.
import type { Model } from "./model";
import { Overlap } from "./overlap";

/** Keeps how far a view has received, so that the view can continue there after another one was shown. */
export class Channel<Kind extends Model = Model> {
  /** When the last message arrived, by the viewer's clock in seconds; null before the first. */
  heardAt: number | null = null;
  readonly overlap = new Overlap();

  constructor(readonly model: Kind) {}
}
