import { type FormEvent, useState } from 'react';
import { ApiError, ask } from './api';
import type { Answer } from './types';

const EXAMPLES = ['run uptime on localhost', 'check disk on localhost', 'measure localhost', 'list assets'];

interface Props {
  token: string;
  greeting: string;
  onSignedOut: () => void;
}

/** A box to ask in, and the answer with the steps that led to it. */
export function AskPanel({ token, greeting, onSignedOut }: Props) {
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  const send = async (wish: string) => {
    setText(wish);
    setBusy(true);
    setProblem('');
    try {
      setAnswer(await ask(token, wish));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) onSignedOut();
      setProblem((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(text);
  };

  return (
    <section className="card">
      <h2>What should be done?</h2>
      <form className="ask" onSubmit={submit}>
        <input name="ask" aria-label="Wish" placeholder={EXAMPLES[0]} autoFocus required maxLength={500} value={text} onChange={(e) => setText(e.target.value)} />
        <button disabled={busy}>{busy ? 'Working…' : 'Ask'}</button>
      </form>
      <p className="examples">
        {EXAMPLES.map((example) => (
          <button key={example} className="quiet" disabled={busy} onClick={() => void send(example)}>
            {example}
          </button>
        ))}
      </p>
      {problem && <p role="alert" className="problem">{problem}</p>}
      {answer ? <AnswerView answer={answer} /> : <p className="muted">{greeting}</p>}
    </section>
  );
}

function AnswerView({ answer }: { answer: Answer }) {
  return (
    <div className="answer" aria-live="polite">
      <p className={answer.ok ? 'text' : 'text failed'}>{answer.text}</p>
      <ol className="steps">
        {answer.steps.map((step, index) => (
          <li key={index} className={step.ok ? '' : 'failed'}>
            <b>{step.service}</b> <span>{step.did}</span> <small>{step.ms} ms</small>
          </li>
        ))}
      </ol>
      {answer.run?.output && (
        <pre>
          <span className="command">$ {answer.run.command}</span>
          {'\n'}
          {answer.run.output}
        </pre>
      )}
    </div>
  );
}
