// The only file of the desk that calls the API; its types come from the OpenAPI document.
import createClient from 'openapi-fetch'
import { Connection, ok } from '../kit/http'
import type { components, paths } from './api.gen'

type S = components['schemas']
export type Me = S['Me']; export type Chart = S['Chart']; export type Child = S['Child']; export type Listed = S['Listed']; export type Consult = S['Consult']
export type Area = S['Area']; export type Duty = S['Duty']; export type Note = S['Note']; export type Aftercare = S['Aftercare']; export type NewChild = S['NewChild']
export type NewEntry = S['NewEntry']; export type Doubt = S['Doubt']; export type Measurement = S['Measurement']; export type Dose = S['Dose']; export type Request = S['Request']
export type GuardianFact = S['GuardianFact']; export type Colleague = S['Colleague']; export type Opening = S['Opening']; export type Lines = S['GrowthLines']; export type Result = S['GrowthResult']
export type IdentityFields = Omit<S['IdentityEdit'], '$schema' | 'version' | 'number' | 'why'>
export type Measured = S['Measured']; export type Identity = S['IdentityEdit']; export type Shift = S['Shift']; export type Entry = S['Entry']

/** A child who may be the one being registered; the server sends it as the other side of a conflict. */
export interface Lookalike { id?: string; name: string; sex: 'M' | 'F'; birth: string; area: string; why: 'number' | 'person' | 'sibling' }

export const connection = new Connection<Me>('/api/v1')
const api = createClient<paths>({ fetch: connection.fetch })
const at = (id: string): { params: { path: { id: string } } } => ({ params: { path: { id } } })

export async function signIn(login: string, password: string): Promise<void> {
  connection.keep(await ok(api.POST('/api/v1/session', { body: { login, password } })))
}

export const areas = async (): Promise<Area[]> => (await ok(api.GET('/api/v1/areas'))).items ?? []
/** Writes an area; version is the one that was seen. */
export const setArea = (code: string, body: S['AreaInputBody']): Promise<Area> => ok(api.PUT('/api/v1/areas/{code}', { params: { path: { code } }, body }))
export const find = async (text: string): Promise<Listed[]> => (await ok(api.POST('/api/v1/children/find', { body: { text } }))).items ?? []
/** A page of the children of one's areas; with dueBy those with something due up to that day, the earliest first. */
export const listChildren = (q: { area?: string; dueBy?: string; after?: string }): Promise<S['PageListed']> => {
  const query = { limit: 50, ...(q.area ? { area: q.area } : {}), ...(q.dueBy ? { dueBy: q.dueBy } : {}), ...(q.after ? { after: q.after } : {}) }
  return ok(api.GET('/api/v1/children', { params: { query } }))
}
export const register = (body: NewChild): Promise<Child> => ok(api.POST('/api/v1/children', { body }))
export const chart = (id: string): Promise<Chart> => ok(api.GET('/api/v1/children/{id}', at(id)))
export const add = (id: string, entries: NewEntry[]): Promise<Chart> => ok(api.POST('/api/v1/children/{id}/entries', { ...at(id), body: { entries } }))
export const doubts = async (id: string, body: S['DoubtInputBody']): Promise<Doubt[]> => (await ok(api.POST('/api/v1/children/{id}/doubts', { ...at(id), body }))).items ?? []
/** Who read or changed a child's record, the newest last; for who runs the centre. */
export const audit = async (id: string): Promise<S['AuditLine'][]> => (await ok(api.GET('/api/v1/children/{id}/audit', at(id)))).items ?? []
export const editIdentity = (id: string, body: Identity): Promise<Child> => ok(api.PUT('/api/v1/children/{id}/identity', { ...at(id), body }))
export const showNumber = async (id: string, why: string): Promise<string> => (await ok(api.POST('/api/v1/children/{id}/number', { ...at(id), body: { why } }))).number
export const setGuardian = (id: string, guardian: string, body: S['GuardianInputBody']): Promise<Child> => ok(api.PUT('/api/v1/children/{id}/guardians/{guardian}', { params: { path: { id, guardian } }, body }))
export const slip = (id: string, guardian: string): Promise<S['SlipBody']> => ok(api.POST('/api/v1/children/{id}/guardians/{guardian}/slip', { params: { path: { id, guardian } } }))
export const endAccess = (id: string, guardian: string): Promise<unknown> => ok(api.POST('/api/v1/children/{id}/guardians/{guardian}/end', { params: { path: { id, guardian } } }))
export const elsewhere = (body: S['Elsewhere']): Promise<Opening> => ok(api.POST('/api/v1/elsewhere', { body }))
export const openings = async (): Promise<Opening[]> => (await ok(api.GET('/api/v1/openings'))).items ?? []
export const curves = async (indicator: 'lhfa' | 'wfa' | 'wfl' | 'wfh' | 'bfa' | 'hcfa', sex: 'M' | 'F', from: number, until: number): Promise<Lines[]> =>
  (await ok(api.GET('/api/v1/curves/{indicator}/{sex}', { params: { path: { indicator, sex }, query: { from, until, points: 400 } } }))).items ?? []

export const queue = async (): Promise<Consult[]> => (await ok(api.GET('/api/v1/consults'))).items ?? []
export const ask = (body: Request): Promise<Consult> => ok(api.POST('/api/v1/consults', { body }))
export const consult = (id: string): Promise<Consult> => ok(api.GET('/api/v1/consults/{id}', at(id)))
export const accept = (id: string): Promise<Consult> => ok(api.POST('/api/v1/consults/{id}/accept', at(id)))
export const giveBack = (id: string, why: string): Promise<Consult> => ok(api.POST('/api/v1/consults/{id}/return', { ...at(id), body: { why } }))
export const cancel = (id: string, why: string): Promise<Consult> => ok(api.POST('/api/v1/consults/{id}/cancel', { ...at(id), body: { why } }))
export const endCall = (id: string): Promise<Consult> => ok(api.POST('/api/v1/consults/{id}/end', at(id)))
export const sign = (id: string, body: Note): Promise<Consult> => ok(api.POST('/api/v1/consults/{id}/note', { ...at(id), body }))
export const close = (id: string, body: Aftercare): Promise<Consult> => ok(api.POST('/api/v1/consults/{id}/aftercare', { ...at(id), body }))
export const ticket = (id: string): Promise<S['Ticket']> => ok(api.POST('/api/v1/consults/{id}/ticket', at(id)))
export const invite = (id: string, guardian: string, language: 'zh' | 'en'): Promise<S['Invitation']> => ok(api.POST('/api/v1/consults/{id}/invitations', { ...at(id), body: { guardian, language } }))
export const revoke = (id: string, invitation: string): Promise<Consult> => ok(api.DELETE('/api/v1/consults/{id}/invitations/{invitation}', { params: { path: { id, invitation } } }))
export const duty = (area: string): Promise<Duty> => ok(api.GET('/api/v1/duty', { params: { query: { area } } }))

export const staff = async (): Promise<Colleague[]> => (await ok(api.GET('/api/v1/staff'))).items ?? []
export const addStaff = (body: S['NewStaffInputBody']): Promise<Colleague> => ok(api.POST('/api/v1/staff', { body }))
export const unlock = (login: string): Promise<unknown> => ok(api.POST('/api/v1/staff/{login}/unlock', { params: { path: { login } } }))
export const endStaff = (login: string): Promise<unknown> => ok(api.POST('/api/v1/staff/{login}/end', { params: { path: { login } } }))
export const changePassword = (body: S['PasswordInputBody']): Promise<unknown> => ok(api.POST('/api/v1/me/password', { body }))
export const setShift = (body: Shift): Promise<Shift> => ok(api.PUT('/api/v1/shifts', { body }))
export type Checkup = S['WellchildVisit']; export type DueDose = S['ImmunizationDueDose']; export type Vaccine = S['ImmunizationProduct']; export type Row = S['ImmunizationRow']; export type Cell = S['ImmunizationCell']; export type Series = S['ImmunizationSeriesForecast']; export type Judged = S['ImmunizationJudged']
export const vaccines = async (): Promise<Vaccine[]> => (await ok(api.GET('/api/v1/vaccines'))).items ?? []
