import type { SearchPage } from '../../../contracts/search-view.ts'
import type { Text, Texts } from '../../texts.ts'

export const applicationsTexts = {
  title: { zh: '进件', en: 'Applications' },
  search: { zh: '查找', en: 'Find' },
  text: {
    zh: '业务编号、姓名、商户名称、手机号、身份证号、银行卡号或信用代码',
    en: 'Reference, name, merchant, phone, ID, card or credit code',
  },
  textHint: {
    zh: '姓名和号码须完整输入；业务编号可只输入开头。查找内容不会出现在网址和日志中。',
    en: 'Names and numbers in full; of a reference the beginning is enough. Nothing of it stands in an address or a log.',
  },
  status: { zh: '状态', en: 'Status' },
  anyStatus: { zh: '全部状态', en: 'Any status' },
  merchantType: { zh: '商户类型', en: 'Type' },
  anyType: { zh: '全部商户类型', en: 'Any merchant type' },
  individual_business: { zh: '个体工商户', en: 'Individual' },
  micro_merchant: { zh: '小微商户', en: 'Micro' },
  reference: { zh: '业务编号', en: 'Reference' },
  merchant: { zh: '商户名称', en: 'Merchant' },
  applicant: { zh: '申请人', en: 'Applicant' },
  phone: { zh: '手机号', en: 'Phone' },
  submitted: { zh: '进件时间', en: 'Handed in' },
  updated: { zh: '最近变动', en: 'Last change' },
  revision: { zh: '第 {n} 版', en: 'revision {n}' },
  understood: { zh: '按{kinds}查找', en: 'Looked for as {kinds}' },
  more: { zh: '加载更多', en: 'Load more' },
  shown: { zh: '已显示 {n} 条', en: '{n} shown' },
  empty: { zh: '还没有进件', en: 'There are no applications yet' },
  none: { zh: '没有找到符合的进件', en: 'No application fits' },
  noneHint: {
    zh: '请检查是否输入完整；姓名和号码须与进件完全一致。',
    en: 'Names and numbers are found only in full and exactly as they were handed in.',
  },
  clear: { zh: '清除', en: 'Clear' },
  keys: { zh: '查找进件', en: 'Find applications' },
  keySearch: { zh: '输入查找内容', en: 'Write what to look for' },
  keyDown: { zh: '下一条', en: 'Next row' },
  keyUp: { zh: '上一条', en: 'Previous row' },
} as const satisfies Texts

export const searchKindTexts = {
  reference: { zh: '业务编号', en: 'a reference' },
  name: { zh: '名称', en: 'a name' },
  phone: { zh: '手机号', en: 'a phone number' },
  idNumber: { zh: '身份证号', en: 'an ID number' },
  cardNumber: { zh: '银行卡号', en: 'a card number' },
  creditCode: { zh: '信用代码', en: 'a credit code' },
} satisfies Record<SearchPage['understood'][number], Text>
