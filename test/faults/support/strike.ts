import type { Store } from '../../../src/store/open-store.ts'

/** The statement by which a step writes down that it is done. */
export type Struck = 'account-match' | 'decision' | 'manual-review' | 'notification'

export interface Strike {
  step: Struck
  /** `throws`: an error with a text that no queue can hold. `loses its connection`: as when a firewall cuts it. */
  does: 'throws' | 'loses its connection'
  /** So many times, and then no more. */
  times: number
}

const writes: Record<Struck, string> = {
  'account-match': `after update on check_run for each row when (new."check" = 'account-match' and new.status = 'done')`,
  decision: 'after insert on decision for each row',
  'manual-review': 'after insert on review_case for each row',
  notification: `after update on effect for each row when (new.state = 'sent')`,
}

/** Lets Postgres itself fail the statements of chosen applications, in the middle of their transactions. */
export async function prepareStrikes({ pool }: Store): Promise<void> {
  await pool.query(`create table strike (application_id text, step text, does text, times integer, counter text)`)
  // Counted by a sequence: the count must outlive the transaction that it breaks.
  await pool.query(`create function strike() returns trigger language plpgsql as $$
    declare struck strike;
    begin
      select * into struck from strike where application_id = new.application_id and step = tg_argv[0];
      if not found or nextval(struck.counter) > struck.times then return null; end if;
      if struck.does = 'throws' then raise exception 'struck: \\x01 % 𠮷', repeat('x', 5000); end if;
      perform pg_terminate_backend(pg_backend_pid());
      perform pg_sleep(1);
      return null;
    end $$`)
  for (const [step, when] of Object.entries(writes)) {
    await pool.query(`create trigger "strike ${step}" ${when} execute function strike('${step}')`)
  }
}

let strikes = 0

export async function strike({ pool }: Store, applicationId: string, { step, does, times }: Strike): Promise<void> {
  const counter = `strike_${(strikes += 1)}`
  await pool.query(`create sequence ${counter}`)
  await pool.query('insert into strike values ($1, $2, $3, $4, $5)', [applicationId, step, does, times, counter])
}
