const key = 'heliostat.organization';

/** The organisation that API calls are made for; kept per browser. The header is left out until one is chosen. */
export const activeOrganization = {
  get(): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(id: string | null): void {
    try {
      if (id === null) localStorage.removeItem(key);
      else localStorage.setItem(key, id);
    } catch {
      // Without storage the server's default organisation serves.
    }
  },
};
