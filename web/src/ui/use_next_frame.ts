// Spreads the drawing of a view over two frames of the screen.
import { useEffect, useState } from "preact/hooks";

/** Returns the value one frame later. Two tables in two short frames are smoother than both in one long frame. */
export function useNextFrame<Value>(value: Value): Value {
  const [shown, setShown] = useState(value);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setShown(value));
    return () => cancelAnimationFrame(frame);
  }, [value]);
  return shown;
}
