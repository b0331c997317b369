import { useState, type FormEvent } from 'react';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useSetup } from '../api/session.queries';
import { wordsOf } from '../shared/error-state';
import { authClient } from './auth-client';
import { AuthLayout } from './auth-layout';
import { authWords, enterSession } from './enter';
import classes from './auth.module.css';

const minimumPassword = 8;

export function SignUpPage() {
  const { data: setup } = useSetup();
  if (setup && !setup.signUpOpen && !setup.firstOwner)
    return (
      <AuthLayout
        title="Sign-up is closed here"
        words="An administrator of this Heliostat adds new members. Ask them to add your e-mail address."
        foot={<Link to="/signin">Go to sign-in</Link>}
      >
        <></>
      </AuthLayout>
    );
  return <SignUpForm firstOwner={setup?.firstOwner ?? false} />;
}

function SignUpForm({ firstOwner }: { firstOwner: boolean }) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const short = password !== '' && password.length < minimumPassword;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (password.length < minimumPassword) return;
    setBusy(true);
    setFault(undefined);
    try {
      const { error } = await authClient.signUp.email({ name: name.trim(), email: email.trim(), password });
      if (error) return setFault(authWords(error));
      await enterSession();
      await navigate({ to: '/onboarding' });
    } catch (error) {
      setFault(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <AuthLayout
      title={firstOwner ? 'Make this Heliostat yours' : 'Create your account'}
      words={
        firstOwner
          ? 'Nobody has signed up here yet. The first account owns this installation, its organization and its settings.'
          : 'You need a minute and a key of any model provider.'
      }
      foot={
        !firstOwner && (
          <>
            Have an account? <Link to="/signin">Sign in</Link>
          </>
        )
      }
    >
      <form className={classes.fields} onSubmit={submit} data-testid="sign-up-form">
        <TextInput
          size="sm"
          label="Name"
          name="name"
          autoComplete="name"
          required
          withAsterisk={false}
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          size="sm"
          label="E-mail"
          type="email"
          name="email"
          autoComplete="email"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          size="sm"
          label="Password"
          name="password"
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={password}
          error={short ? `At least ${minimumPassword} characters` : undefined}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {fault && (
          <div className={classes.fault} role="alert" data-testid="auth-error">
            {fault}
          </div>
        )}
        <Button type="submit" size="sm" loading={busy} data-testid="sign-up-submit">
          {firstOwner ? 'Create the owner account' : 'Sign up'}
        </Button>
      </form>
    </AuthLayout>
  );
}
