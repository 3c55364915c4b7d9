/** Shapes of the services' answers, as far as the page shows them. Times are ISO 8601. */

export interface User {
  id: string;
  username: string;
  roles: string[];
}

export interface SignIn {
  token: string;
  user: User;
  message: string;
}

/** `ms`: how long the step took, in milliseconds. */
export interface Step {
  service: string;
  did: string;
  ok: boolean;
  ms: number;
}

export interface Run {
  id: number;
  command: string;
  output: string;
  exit_code: number | null;
}

export interface Answer {
  text: string;
  ok: boolean;
  understood_by: string;
  steps: Step[];
  run: Run | null;
}

export interface Notification {
  id: number;
  level: string;
  title: string;
  body: string;
  source: string;
  created_at: string;
}
