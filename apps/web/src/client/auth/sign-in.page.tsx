import { useState, type FormEvent } from 'react';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useSetup } from '../api/session.queries';
import { wordsOf } from '../shared/error-state';
import { authClient } from './auth-client';
import { AuthLayout } from './auth-layout';
import { authWords, enterSession } from './enter';
import classes from './auth.module.css';

export function SignInPage() {
  const { next } = useSearch({ from: '/signin' });
  const { data: setup } = useSetup();
  const navigate = useNavigate();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(undefined);
    try {
      const { error } = await authClient.signIn.email({ email: email.trim(), password });
      if (error) return setFault(authWords(error));
      await enterSession();
      await navigate({ href: next ?? '/' });
    } catch (error) {
      setFault(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <AuthLayout
      title="Welcome back"
      words="Sign in to see what your models are doing."
      foot={
        setup?.signUpOpen !== false && (
          <>
            No account yet? <Link to="/signup">Sign up</Link>
          </>
        )
      }
    >
      <form className={classes.fields} onSubmit={submit} data-testid="sign-in-form">
        <TextInput
          size="sm"
          label="E-mail"
          type="email"
          name="email"
          autoComplete="email"
          required
          withAsterisk={false}
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          size="sm"
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {fault && (
          <div className={classes.fault} role="alert" data-testid="auth-error">
            {fault}
          </div>
        )}
        <Button type="submit" size="sm" loading={busy} data-testid="sign-in-submit">
          Sign in
        </Button>
      </form>
    </AuthLayout>
  );
}
