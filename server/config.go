package main

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Config is everything that the environment may set. Its zero values are not
// used: readConfig gives safe defaults on loopback and names every bad value at once.
type Config struct {
	Addr      string // ADDR: where HTTP listens
	DataDir   string // DATA_DIR: the embedded store, keys, outbox
	Demo      bool   // DEMO: a made-up county; on loopback only
	MongoURI  string // MONGODB_URI: the store of production; "" for the embedded one
	MongoDB   string // MONGODB_DB
	Keys      string // KEYS: folder of the secrets
	MediaUDP  string // MEDIA_UDP: where calls arrive
	MediaTCP  string // MEDIA_TCP: the same when UDP is blocked
	PublicURL string // PUBLIC_URL: how browsers reach the service
	PublicIP  string // PUBLIC_IP: how calls reach it from outside
	TLSCert   string // TLS_CERT
	TLSKey    string // TLS_KEY
	SMSURL    string // SMS_URL: gateway for text messages; "" for a file in DATA_DIR
	SMSKey    string // SMS_KEY: bearer token of the gateway
}

const configHelp = `Environment (the value in brackets is the default):
  ADDR         where HTTP listens [127.0.0.1:8080]
  DATA_DIR     folder of the embedded store, keys and outbox [./data]
  DEMO         1 fills an empty store with a made-up county; loopback only [0]
  MONGODB_URI  MongoDB of production; empty: the embedded store []
  MONGODB_DB   its database [tongjian]
  KEYS         folder of the signing, encryption and lookup keys [DATA_DIR/keys; needed with MONGODB_URI]
  MEDIA_UDP    address and port of calls [127.0.0.1:7790]
  MEDIA_TCP    the same over TCP, for networks without UDP [127.0.0.1:7790]
  PUBLIC_URL   how browsers reach the service [http(s)://ADDR]
  PUBLIC_IP    address that calls are told to come to [that of MEDIA_UDP]
  TLS_CERT     certificate file (PEM); with TLS_KEY the service speaks HTTPS []
  TLS_KEY      its key file []
  SMS_URL      gateway that text messages are posted to; empty: DATA_DIR/outbox.ndjson []
  SMS_KEY      bearer token for the gateway []
`

// readConfig reads the environment through get and names every bad value.
func readConfig(get func(string) string) (Config, error) {
	or := func(name, otherwise string) string {
		if v := strings.TrimSpace(get(name)); v != "" {
			return v
		}
		return otherwise
	}
	c := Config{
		Addr: or("ADDR", "127.0.0.1:8080"), DataDir: or("DATA_DIR", "data"), MongoURI: or("MONGODB_URI", ""), MongoDB: or("MONGODB_DB", "tongjian"),
		MediaUDP: or("MEDIA_UDP", "127.0.0.1:7790"), MediaTCP: or("MEDIA_TCP", "127.0.0.1:7790"), PublicIP: or("PUBLIC_IP", ""),
		TLSCert: or("TLS_CERT", ""), TLSKey: or("TLS_KEY", ""), SMSURL: or("SMS_URL", ""), SMSKey: or("SMS_KEY", ""), Keys: or("KEYS", ""),
	}
	var bad []string
	say := func(format string, args ...any) { bad = append(bad, fmt.Sprintf(format, args...)) }
	switch or("DEMO", "0") {
	case "0", "false", "no":
	case "1", "true", "yes":
		c.Demo = true
	default:
		say("DEMO is 1 or 0")
	}
	for name, addr := range map[string]string{"ADDR": c.Addr, "MEDIA_UDP": c.MediaUDP, "MEDIA_TCP": c.MediaTCP} {
		if _, _, err := net.SplitHostPort(addr); err != nil {
			say("%s is host:port, not %q", name, addr)
		}
	}
	if c.Demo && !loopback(c.Addr) {
		say("DEMO=1 is for loopback only, and ADDR is %q", c.Addr)
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		say("TLS_CERT and TLS_KEY go together")
	}
	if c.PublicIP != "" {
		if _, err := netip.ParseAddr(c.PublicIP); err != nil {
			say("PUBLIC_IP is an IP address, not %q", c.PublicIP)
		}
	}
	if c.MongoURI != "" && c.Keys == "" {
		say("KEYS names the folder of the keys when MONGODB_URI is set: they must outlive this machine")
	}
	if c.Keys == "" {
		c.Keys = filepath.Join(c.DataDir, "keys")
	}
	c.PublicURL = strings.TrimSuffix(or("PUBLIC_URL", c.scheme()+"://"+c.Addr), "/")
	if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		say("PUBLIC_URL is http://… or https://…, not %q", c.PublicURL)
	}
	if len(bad) > 0 {
		return Config{}, fmt.Errorf("the environment is not right:\n  %s", strings.Join(bad, "\n  "))
	}
	return c, nil
}

func (c Config) scheme() string {
	if c.TLSCert != "" {
		return "https"
	}
	return "http"
}

func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// makeDataDir makes the data folder and tells in one sentence when it cannot be written to.
func (c Config) makeDataDir() error {
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return fmt.Errorf("the data folder %s cannot be made: %w", c.DataDir, err)
	}
	probe, err := os.CreateTemp(c.DataDir, ".probe")
	if err != nil {
		return fmt.Errorf("the data folder %s cannot be written to: %w", c.DataDir, err)
	}
	probe.Close()
	return os.Remove(probe.Name())
}
