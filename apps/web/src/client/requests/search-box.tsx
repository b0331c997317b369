import { useEffect, useRef, useState } from 'react';
import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useShortcuts } from '../shared/use-shortcuts';
import classes from './requests.module.css';

const pauseMs = 350;

/** Searches the kept start of both bodies, shortly after the last key. `/` comes here, Esc leaves. */
export function SearchBox({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState(value);
  const send = useDebouncedCallback(onChange, pauseMs);

  useEffect(() => {
    if (document.activeElement !== input.current) setWords(value);
  }, [value]);

  useShortcuts({
    '/': (event) => {
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    },
  });

  const clear = () => {
    setWords('');
    onChange('');
  };

  return (
    <TextInput
      ref={input}
      className={classes.search}
      type="search"
      placeholder="Search in bodies"
      aria-label="Search in request and response bodies"
      data-testid="requests-search"
      leftSection={<IconSearch size={14} />}
      rightSection={
        words ? (
          <CloseButton size={20} onClick={clear} aria-label="Clear the search" />
        ) : (
          <Kbd size="xs">/</Kbd>
        )
      }
      value={words}
      onChange={(event) => {
        setWords(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
        if (event.key === 'Enter') onChange(words);
      }}
    />
  );
}
