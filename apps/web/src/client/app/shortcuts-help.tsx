import { Kbd, Modal } from '@mantine/core';
import classes from './shortcuts-help.module.css';

const groupsFor = (pages: { keys: string; label: string }[]) => [
  {
    title: 'Everywhere',
    shortcuts: [
      ...pages.map(({ keys, label }) => [keys, label] as const),
      ['?', 'This help'],
      ['Esc', 'Close'],
    ] as const,
  },
  {
    title: 'Requests',
    shortcuts: [
      ['/', 'Search in bodies'],
      ['j ↓', 'Next row'],
      ['k ↑', 'Previous row'],
      ['Enter', 'Open the row'],
      ['l', 'Live on or off'],
      ['f', 'Filters'],
    ] as const,
  },
];

type Props = { pages: { keys: string; label: string }[]; opened: boolean; onClose: () => void };

export function ShortcutsHelp({ pages, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size={480}>
      <div className={classes.groups} data-testid="shortcuts-help">
        {groupsFor(pages).map(({ title, shortcuts }) => (
          <section key={title}>
            <h3 className={classes.title}>{title}</h3>
            <dl className={classes.list}>
              {shortcuts.map(([keys, words]) => (
                <div key={keys} className={classes.row}>
                  <dt>{words}</dt>
                  <dd>
                    {keys.split(' ').map((key) => (
                      <Kbd key={key} size="xs">
                        {key}
                      </Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
