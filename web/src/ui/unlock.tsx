// Asks for the token of a hub that requires one.
import { useEffect, useRef, useState } from "preact/hooks";
import { isToken } from "../shared/bearer";

export function Unlock({ wrong, onToken }: { wrong: boolean; onToken: (token: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [malformed, setMalformed] = useState(false);
  useEffect(() => input.current?.focus(), []);
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const token = input.current!.value.trim();
    setMalformed(!isToken(token));
    if (isToken(token)) onToken(token);
  };
  return (
    <main id="main" class="unlock">
      <form class="panel" onSubmit={onSubmit} aria-labelledby="unlock-title">
        <h1 id="unlock-title">This hub asks for a token</h1>
        <p>
          Ask the administrator of <strong>{location.host}</strong> for one. A token is a line of the file that nd-hub reads
          with <code>--eater-token-file</code>.
        </p>
        <label for="token">Token</label>
        <input ref={input} id="token" type="password" autocomplete="off" spellcheck={false} required aria-invalid={wrong || malformed} aria-describedby="unlock-why" />
        <p id="unlock-why" class="bad" role="alert">{malformed ? malformedText : wrong && wrongText}</p>
        <button type="submit" class="primary">Use this token</button>
        <p class="note">Only this tab keeps the token, until you close the tab.</p>
      </form>
    </main>
  );
}

const malformedText = "This is not a token. A token has no spaces, and only ASCII characters.";
const wrongText = "The hub doesn't accept this token. Enter a whole line of the file for eaters.";
