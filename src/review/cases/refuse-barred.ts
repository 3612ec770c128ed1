import type { Bar, CaseState } from '../../domain/case.ts'
import type { LocalisedText } from '../../domain/decision.ts'
import { ZhunruError } from '../../platform/errors.ts'

export const barTexts: Record<Bar, LocalisedText> = {
  entered: { zh: '该进件由本人录入，须由他人审核', en: 'whoever entered an application does not review it' },
  decided: { zh: '此前的决定由本人作出，须由他人审核', en: 'whoever made the earlier decision does not review it' },
  escalated: { zh: '已上报，由高级审核员审核', en: 'it was escalated to senior reviewers' },
}

/** @throws ZhunruError CASE_NOT_FOR_YOU */
export function refuseBarred(bar: Bar | null): void {
  if (bar) throw new ZhunruError('CASE_NOT_FOR_YOU', { because: barTexts[bar] })
}

const stateTexts: Record<CaseState, LocalisedText> = {
  open: { zh: '待领取', en: 'open' },
  claimed: { zh: '审核中', en: 'claimed' },
  waiting: { zh: '等待补充或回访', en: 'waiting for the applicant or a call' },
  second_approval: { zh: '待复核', en: 'waiting for a second approval' },
  closed: { zh: '已结案', en: 'closed' },
}

export const notOpen = (state: CaseState): ZhunruError => new ZhunruError('CASE_NOT_OPEN', { state: stateTexts[state] })
