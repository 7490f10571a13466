// The names that are looked up, and what comes of it.
import type { DnsBody } from "../shared/messages";
import { AnswerRate, AnswerTables } from "./answers";
import type { DnsChoice } from "./choices";
import { WindowChoice } from "./inputs";
import { LookupRate, LookupTables } from "./lookups";
import { StartChef } from "./start_kitchen";
import { useNextFrame } from "./use_next_frame";

export function Dns({ body, choice, onChoice }: { body: DnsBody; choice: DnsChoice; onChoice: (choice: DnsChoice) => void }) {
  const { lookups } = body;
  const answers = useNextFrame(body.answers);
  const hasAnswers = answers.questions > 0;
  const hasLookups = lookups.known > 0;
  if (!hasAnswers && !hasLookups) return <section class="panel"><StartChef chef="DNSLookupChef" network="which lookups fail and how long they take" /></section>;
  const windowChoice = <WindowChoice value={choice.window} onChange={(window) => onChoice({ ...choice, window })} />;
  const answerRate = hasAnswers && <AnswerRate body={answers} windowChoice={!hasLookups && windowChoice} />;
  const lookupRate = hasLookups && <LookupRate body={lookups} windowChoice={windowChoice} />;
  return (
    <>
      {answerRate && lookupRate ? <div class="columns">{lookupRate}{answerRate}</div> : (lookupRate || answerRate)}
      {hasAnswers && <AnswerTables body={answers} choice={choice} onChoice={onChoice} />}
      {hasLookups && <LookupTables body={lookups} choice={choice} onChoice={onChoice} />}
    </>
  );
}
