package clinic

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"tongjian/records"
	"tongjian/server/gate"
)

// Mount declares every route of the staff's API.
func (d *Desk) Mount() {
	get(d, anyStaff, "areas", "/areas", "The caller's areas with their clinics", d.areas)
	put(d, gate.Staff(records.Administrator), "setArea", "/areas/{code}", "Write an area", d.setArea)
	get(d, anyStaff, "vaccines", "/vaccines", "Vaccine products", d.vaccines)
	get(d, anyStaff, "curves", "/curves/{indicator}/{sex}", "Lines of a growth chart", d.curves)

	get(d, listers, "listChildren", "/children", "Children of the caller's areas", d.list)
	post(d, carers, "findChildren", "/children/find", "Find children by name, pinyin, phone, birth day or number", d.find)
	post(d, carers, "register", "/children", "Register a child", d.register)
	get(d, carers, "chart", "/children/{id}", "A child's record and what is due", d.chart)
	post(d, carers, "addEntries", "/children/{id}/entries", "Write facts into a child's record", d.add)
	post(d, carers, "doubts", "/children/{id}/doubts", "What a form should ask before it saves", d.doubts)
	put(d, carers, "editIdentity", "/children/{id}/identity", "Correct who a child is; what is left out stays", d.identity)
	post(d, carers, "showNumber", "/children/{id}/number", "Show the ID or certificate number, with a reason", d.number)
	get(d, leaders, "childAudit", "/children/{id}/audit", "Who read or changed a child's record", d.audit)
	put(d, carers, "setGuardian", "/children/{id}/guardians/{guardian}", "Add, change or end a guardian", d.guardian)
	post(d, carers, "issueSlip", "/children/{id}/guardians/{guardian}/slip", "Make the code for a guardian's first sign-in", d.slip)
	post(d, carers, "endAccess", "/children/{id}/guardians/{guardian}/end", "End a guardian's access at once", d.end)
	post(d, carers, "openElsewhere", "/elsewhere", "Open the record of a child from elsewhere for 24 hours", d.elsewhere)
	get(d, leaders, "openings", "/openings", "Records of the county opened from elsewhere", d.openings)

	get(d, carers, "queue", "/consults", "Consults that are not done", d.queue)
	post(d, carers, "askConsult", "/consults", "Ask for a consult", d.ask)
	get(d, carers, "consult", "/consults/{id}", "One consult", d.consult)
	post(d, carers, "acceptConsult", "/consults/{id}/accept", "Take a request; exactly one can", d.accept)
	post(d, carers, "returnConsult", "/consults/{id}/return", "Give a request back to the queue", d.giveBack)
	post(d, carers, "cancelConsult", "/consults/{id}/cancel", "Take a request back", d.cancel)
	post(d, carers, "endConsult", "/consults/{id}/end", "End the call", d.endCall)
	post(d, carers, "signNote", "/consults/{id}/note", "Sign the paediatrician's note", d.sign)
	post(d, carers, "closeConsult", "/consults/{id}/aftercare", "Write the village doctor's half", d.aftercare)
	post(d, carers, "consultTicket", "/consults/{id}/ticket", "A ticket into the consult's room", d.ticket)
	post(d, carers, "invite", "/consults/{id}/invitations", "Send a guardian a link into the consult", d.invite)
	remove(d, carers, "revoke", "/consults/{id}/invitations/{invitation}", "End an invitation at once", d.revoke)
	get(d, anyStaff, "duty", "/duty", "Who is on duty now for an area", d.duty)
	put(d, leaders, "setShift", "/shifts", "Write a weekly shift", d.shift)

	get(d, gate.Staff(records.Township, records.Manager, records.Administrator), "staff", "/staff", "Staff of the caller's areas", d.staff)
	post(d, gate.Staff(records.Administrator), "addStaff", "/staff", "Add a person of the staff", d.addStaff)
	post(d, gate.Staff(records.Administrator), "endStaff", "/staff/{login}/end", "End a person's access at once", d.endStaff)
	d.Gate.Raw(anyStaff, http.MethodGet, "/api/v1/events", d.events)
}

type handler[I, O any] func(context.Context, *I) (*O, error)

func get[I, O any](d *Desk, who gate.Who, id, path, summary string, fn handler[I, O]) {
	declare(d, who, http.MethodGet, id, path, summary, fn)
}

func post[I, O any](d *Desk, who gate.Who, id, path, summary string, fn handler[I, O]) {
	declare(d, who, http.MethodPost, id, path, summary, fn)
}

func put[I, O any](d *Desk, who gate.Who, id, path, summary string, fn handler[I, O]) {
	declare(d, who, http.MethodPut, id, path, summary, fn)
}

func remove[I, O any](d *Desk, who gate.Who, id, path, summary string, fn handler[I, O]) {
	declare(d, who, http.MethodDelete, id, path, summary, fn)
}

func declare[I, O any](d *Desk, who gate.Who, method, id, path, summary string, fn handler[I, O]) {
	gate.Handle(d.Gate.Staff, who, huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary}, fn)
}
