import { useSetup } from '../api/session.queries';
import { callSnippet } from './call-snippet';
import { CodeBlock } from './code-block';
import classes from './states.module.css';

type Props = { model?: string; headers?: string[]; words?: string };

/** A call that can be copied into a shell, where a place has nothing to show yet. */
export function ExampleCall({ model, headers, words = 'A call through the unified API:' }: Props) {
  const { data: setup } = useSetup();
  if (!setup) return null;
  return (
    <div className={classes.example} data-testid="example-call">
      <p>{words}</p>
      <CodeBlock code={callSnippet({ proxyUrl: setup.proxyUrl, model, headers })} label="Example call" />
    </div>
  );
}
