import { Kbd, Modal } from '@mantine/core';
import classes from './shortcuts-help.module.css';

const groups = [
  {
    title: 'Everywhere',
    shortcuts: [
      ['g d', 'Dashboard'],
      ['g r', 'Requests'],
      ['g k', 'API keys'],
      ['g s', 'Settings'],
      ['?', 'This help'],
      ['Esc', 'Close'],
    ],
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
    ],
  },
] as const;

export function ShortcutsHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size={480}>
      <div className={classes.groups} data-testid="shortcuts-help">
        {groups.map(({ title, shortcuts }) => (
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
