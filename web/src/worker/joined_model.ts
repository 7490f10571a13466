// A view that draws the dumplings of several chefs: each part of the model takes those that it wants.
import type { Dumpling } from "../shared/dumpling";
import { isWanted, type Model, type Wanted } from "./model";

export class JoinedModel<Parts extends Record<string, Model>> implements Model {
  readonly wanted: Wanted;

  constructor(readonly parts: Parts) {
    const all = Object.values(parts).map(({ wanted }) => wanted);
    this.wanted = { chefs: all.flatMap(({ chefs }) => chefs ?? []), since: Math.max(...all.map(({ since }) => since ?? 0)) };
  }

  fold(dumpling: Dumpling, arrival: number): void {
    for (const name in this.parts) {
      const part = this.parts[name]!;
      if (isWanted(part.wanted, dumpling)) part.fold(dumpling, arrival);
    }
  }
}
