package mongo

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/oklog/ulid/v2"
	"go.mongodb.org/mongo-driver/v2/bson"

	"tongjian/records"
	"tongjian/records/storetest"
)

// address is where the tests find a server. Without one they cannot run, which
// is said; scripts/ferretdb.sh starts one, and `make test` does.
func address(t testing.TB) string {
	t.Helper()
	uri := os.Getenv("MONGODB_TEST_URI")
	if uri == "" {
		t.Skip("MONGODB_TEST_URI is not set: the MongoDB store was NOT tested; run scripts/ferretdb.sh go test ./records/mongo")
	}
	return uri
}

// open gives a store in a database of its own.
func open(t testing.TB, uri string) *Store {
	t.Helper()
	s, err := Open(t.Context(), uri, "tongjian_test_"+strings.ToLower(ulid.Make().String()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Close()
		drop(t, uri, s.rows.Database().Name())
	})
	return s
}

// drop takes a test's database away over a connection of its own: the test may
// have closed the store or cut it off.
func drop(t testing.TB, uri, name string) {
	s, err := Open(context.Background(), uri, name)
	if err != nil {
		t.Error(err)
		return
	}
	defer s.Close()
	if err := s.rows.Database().Drop(context.Background()); err != nil {
		t.Error(err)
	}
}

// limits says what this server cannot do. FerretDB names itself in buildInfo;
// its version 1 finds and then writes, without a lock.
func limits(t *testing.T, uri string) storetest.Limits {
	t.Helper()
	var info struct {
		Ferret string `bson:"ferretdbVersion"`
	}
	s := open(t, uri)
	if err := s.client.Database("admin").RunCommand(t.Context(), bson.D{{Key: "buildInfo", Value: 1}}).Decode(&info); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(info.Ferret, "v1.") {
		return storetest.Limits{}
	}
	return storetest.Limits{
		Races:       "FerretDB " + info.Ferret + " loses updates of one document that race; a real MongoDB is needed",
		NestedLists: "FerretDB " + info.Ferret + " refuses nested arrays; a real MongoDB is needed",
	}
}

func TestContract(t *testing.T) {
	uri := address(t)
	storetest.RunLimited(t, func(t *testing.T) records.Store { return open(t, uri) }, limits(t, uri))
}

// BenchmarkStore is for a real MongoDB: FerretDB 1 reads every row for every page.
func BenchmarkStore(b *testing.B) {
	uri := address(b)
	storetest.Bench(b, func(b *testing.B) records.Store { return open(b, uri) })
}
