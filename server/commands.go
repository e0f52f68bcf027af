package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"tongjian/records"
	"tongjian/server/gate"
)

// userCommand is `server user add`: how the first administrator comes in.
func userCommand(ctx context.Context, args []string, get func(string) string, in io.Reader, out io.Writer) error {
	if len(args) == 0 || args[0] != "add" {
		return fmt.Errorf("say server user add --login NAME --name \"FULL NAME\" --role administrator --areas 339999")
	}
	flags := flag.NewFlagSet("user add", flag.ContinueOnError)
	flags.SetOutput(out)
	login := flags.String("login", "", "name to sign in with")
	name := flags.String("name", "", "the person's name")
	role := flags.String("role", "administrator", "village, township, paediatrician, manager or administrator")
	areas := flags.String("areas", "", "codes of the areas that the person serves, separated by commas")
	clinicCode := flags.String("clinic", "", "area code of the place of work; empty: the first area")
	phone := flags.String("phone", "", "telephone number")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	c, err := readConfig(get)
	if err != nil {
		return err
	}
	book, store, close, err := openBook(ctx, c)
	if err != nil {
		return err
	}
	defer close()
	keys, err := gate.OpenKeys(c.Keys)
	if err != nil {
		return err
	}
	g, err := gate.New(gate.Config{Store: store, Keys: keys, PublicURL: c.PublicURL, Version: version})
	if err != nil {
		return err
	}
	defer g.Close()
	fmt.Fprint(out, "Password (10 signs or more): ")
	password, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && password == "" {
		return fmt.Errorf("reading the password: %w", err)
	}
	p := records.Person{Login: *login, Name: *name, Role: records.Role(*role), Areas: strings.Split(*areas, ","), Clinic: *clinicCode, Phone: *phone}
	if p.Clinic == "" {
		p.Clinic = p.Areas[0]
	}
	if p, err = g.AddPerson(ctx, p, strings.TrimRight(password, "\r\n")); err != nil {
		return fmt.Errorf("adding %s: %w", *login, err)
	}
	fmt.Fprintf(out, "\n%s (%s) can sign in at %s\n", p.Login, p.Role, c.PublicURL)
	return book.Note(ctx, records.Caller{Role: records.System, Name: "command line"}, "add person", "person/"+p.ID)
}

// greetNobody says how the first administrator comes in when nobody can sign in yet.
func (h *house) greetNobody(ctx context.Context, out io.Writer) error {
	some, err := h.gate.Persons(ctx, "", "", 1)
	if err == nil && len(some) == 0 {
		fmt.Fprintln(out, "Nobody can sign in yet. Stop the service and add the first administrator:\n  server user add --login NAME --name \"FULL NAME\" --role administrator --areas COUNTY-CODE")
	}
	return err
}

// openapiCommand writes the two documents that the pages' typed clients are made from.
func openapiCommand(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("say server openapi DIR")
	}
	g, err := gate.New(gate.Config{Version: version, PublicURL: "http://127.0.0.1:8080"})
	if err != nil {
		return err
	}
	defer g.Close()
	mount(g, nil, &rooms{}, nil, Config{})
	for name, api := range map[string]*gate.API{"staff.json": g.Staff, "mobile.json": g.Family} {
		text, err := api.OpenAPI()
		if err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
		if err := os.MkdirAll(args[0], 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(args[0], name), append(text, '\n'), 0o644); err != nil {
			return err
		}
	}
	return nil
}
