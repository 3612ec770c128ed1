import type { ColumnType, Generated, JSONColumnType, Selectable } from 'kysely'
import type { CaseOutcome, PassedOver, Screen } from '../domain/case-choice.ts'
import type { CallbackResult, CallbackState, CallOutcome, GivenAnswer, Question } from '../domain/callback.ts'
import type { CaseKind, CaseState, CaseStepKind } from '../domain/case.ts'
import type { CaseSkill } from '../domain/skill-names.ts'
import type { Role } from '../domain/permissions.ts'
import type { Reason } from '../domain/decision.ts'
import type { ReasonCode } from '../domain/reasons.ts'
import type { SecondPersonWhy } from '../domain/second-person.ts'

/** Times come back from the driver as Date. JSON columns come back parsed. */
type At = Date

/** Work for a reviewer: one at most that is not closed for each application, and it goes along with its revisions. */
interface ReviewCaseTable {
  id: string
  application_id: string
  revision: number
  run: number
  kind: Generated<CaseKind>
  state: Generated<CaseState>
  /** What it takes to be given it. */
  skills: Generated<CaseSkill[]>
  /** Of the reasons it was opened for, without those for information. */
  codes: Generated<ReasonCode[]>
  /** Of the decision that opened it; of 100. */
  risk: Generated<number>
  /** Who handed the application in; the database itself refuses to let them have it. */
  entered_by: Generated<string>
  /** Who decided what another person is to look at now; neither may they have it. */
  decided_by: Generated<string[]>
  created_at: Generated<At>
  /** When it was opened, or came back. */
  opened_at: Generated<At>
  /** By when it should be decided; null while it waits for others. */
  due_at: At | null
  /** When it was noticed that it is late. */
  overdue_at: At | null
  /** Who has it; null unless claimed. */
  assignee: string | null
  claimed_at: At | null
  /** Without a sign of life until then it is free again. */
  lease_until: At | null
  /** Whom it is kept for, and until when; without a time, for when it comes back. */
  reserved_for: string | null
  reserved_until: At | null
  snoozed_until: At | null
  escalated_at: At | null
  closed_at: At | null
  /** Counts every change but signs of life: what somebody decides on is what they saw. */
  version: Generated<number>
}

/** What happened to a case, and what people wrote; a step is never changed, which the database itself enforces. */
interface CaseStepTable {
  id: Generated<string>
  case_id: string
  application_id: string
  revision: number
  run: number
  at: At
  /** `system`, or a person's id. */
  actor: string
  what: CaseStepKind
  /** A person's own words: in no event, no log and no audit entry. */
  text: string | null
  /** Ids and codes. */
  data: JSONColumnType<Record<string, unknown>>
}

/** What a person decided on a case; the database adds nothing to it but what the second person says. */
interface CaseDecisionTable {
  id: string
  case_id: string
  application_id: string
  revision: number
  /** Whose reasons were on screen; the decision itself makes another run. */
  run: number
  outcome: CaseOutcome
  risk: number
  policy_version: string
  reasons: JSONColumnType<readonly Reason[]>
  /** What an approval passes over, and why. */
  overrides: JSONColumnType<readonly PassedOver[]>
  /** Why another person has to confirm; empty where one is enough. */
  second_person: JSONColumnType<readonly SecondPersonWhy[]>
  note: string | null
  screen: JSONColumnType<Screen>
  state: 'final' | 'waiting' | 'confirmed' | 'refused'
  decided_by: string
  decided_at: At
  checked_by: string | null
  checked_at: At | null
  check_note: string | null
}

/** A decision of a person that another is to make again without knowing it. */
interface SecondLookTable {
  id: string
  case_decision_id: string
  application_id: string
  revision: number
  run: number
  drawn_at: At
  state: Generated<'open' | 'taken' | 'done'>
  /** Who had it and let the time run out. */
  passed_by: Generated<string[]>
  taken_by: string | null
  taken_at: At | null
  taken_until: At | null
  outcome: CaseOutcome | null
  reasons: JSONColumnType<readonly Reason[]> | null
  overrides: JSONColumnType<readonly PassedOver[]> | null
  note: string | null
  agreed: boolean | null
  done_at: At | null
}

/** Work for a caller. */
interface CallbackTable {
  id: string
  application_id: string
  revision: number
  run: number
  state: Generated<CallbackState>
  created_at: Generated<At>
  /** A reviewer hears of what they wanted to be asked. */
  asked_by: Generated<'policy' | 'reviewer'>
  /** Of the reasons it is to clear up. */
  codes: Generated<ReasonCode[]>
  /** As it is asked; empty of those from before scripts were kept. */
  script: ColumnType<Question[], string | undefined, string>
  due_at: At
  /** When it was noticed that it is late. */
  overdue_at: At | null
  /** Not to be called before; null when closed. */
  next_attempt_at: At | null
  /** That time was agreed or wished for. */
  appointed: Generated<boolean>
  attempts: Generated<number>
  last_outcome: CallOutcome | null
  assignee: string | null
  claimed_at: At | null
  lease_until: At | null
  /** By whoever has it. */
  phone_seen_at: At | null
  result: CallbackResult | null
  closed_at: At | null
}

/** One call; never changed, which the database itself enforces. */
interface CallbackAttemptTable {
  callback_id: string
  number: number
  at: At
  actor: string
  outcome: CallOutcome
  seconds: number | null
  call_again_at: At | null
  /** When the next call was due after this one. */
  next_attempt_at: At | null
  /** A person's own words: in no event, no log and no audit entry. */
  note: string | null
  answers: JSONColumnType<GivenAnswer[]>
}

/** Somebody who may sign in. */
interface AccountTable {
  id: string
  /** To sign in with; small letters. */
  name: string
  display_name: string
  roles: Role[]
  /** What kinds of cases this person is given. */
  skills: Generated<string[]>
  state: Generated<'enabled' | 'disabled'>
  /** argon2id; null of those who sign in elsewhere, and until one was chosen. */
  password_hash: string | null
  /** Secret of the second factor, sealed under the account's id. */
  totp_sealed: string | null
  totp_confirmed_at: At | null
  /** Of the last code that was used: none is good twice. A whole number in decimal. */
  totp_last_step: string | null
  /** Who they are to the OpenID provider. */
  issuer: string | null
  subject: string | null
  /** Wrong passwords and codes in a row. */
  failures: Generated<number>
  locked_until: At | null
  created_by: string
  created_at: At
  updated_at: At
  signed_in_at: At | null
}

/** A session of a browser, known by the hash of its id. Before the sign-in it belongs to nobody. */
interface AccountSessionTable {
  id_hash: string
  account_id: string | null
  data: JSONColumnType<Record<string, unknown>>
  created_at: At
  seen_at: At
  /** However much it is used. */
  expires_at: At
}

/** Lets one person in once, to choose a password. */
interface SignInLinkTable {
  token_hash: string
  account_id: string
  created_by: string
  created_at: At
  expires_at: At
  used_at: At | null
}

/** Wrong sign-ins under a name that nobody has; the name as a keyed hash, for people type passwords into the wrong field. */
interface SignInFailureTable {
  name_hash: string
  failures: number
  locked_until: At | null
  failed_at: At
}

/** A program of the acquirer; its key is known by its hash. */
interface ApiClientTable {
  id: string
  name: string
  key_hash: string
  created_by: string
  created_at: At
  revoked_at: At | null
  used_at: At | null
}

/** Who did or saw what; only ever added to, which the database itself enforces. */
interface AuditEntryTable {
  id: Generated<string>
  at: At
  actor: string
  action: string
  application_id: string | null
  subject: string | null
  details: JSONColumnType<Record<string, unknown>>
}

/** Tables of our people and their work. */
export interface PeopleTables {
  review_case: ReviewCaseTable
  case_decision: CaseDecisionTable
  second_look: SecondLookTable
  case_step: CaseStepTable
  callback: CallbackTable
  callback_attempt: CallbackAttemptTable
  account: AccountTable
  account_session: AccountSessionTable
  sign_in_link: SignInLinkTable
  sign_in_failure: SignInFailureTable
  api_client: ApiClientTable
  audit_entry: AuditEntryTable
}

export type CaseRow = Selectable<ReviewCaseTable>
export type CallbackRow = Selectable<CallbackTable>
