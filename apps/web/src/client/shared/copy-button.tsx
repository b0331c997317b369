import { ActionIcon, Button, CopyButton as MantineCopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

type Props = { value: string; label?: string; text?: string; testId?: string };

/** Copies `value`; `label` is read by screen readers, `text` makes it a worded button. */
export function CopyButton({ value, label = 'Copy', text, testId }: Props) {
  return (
    <MantineCopyButton value={value} timeout={1_500}>
      {({ copied, copy }) => {
        const icon = copied ? <IconCheck size={14} /> : <IconCopy size={14} />;
        if (text)
          return (
            <Button variant="default" leftSection={icon} onClick={copy} data-testid={testId}>
              {copied ? 'Copied' : text}
            </Button>
          );
        return (
          <Tooltip label={copied ? 'Copied' : label}>
            <ActionIcon size={24} onClick={copy} aria-label={label} data-testid={testId}>
              {icon}
            </ActionIcon>
          </Tooltip>
        );
      }}
    </MantineCopyButton>
  );
}
