package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// migrations bring a file from one version (PRAGMA user_version) to the next.
// They are only ever added to: files of every version are out there.
var migrations = []string{
	// 1. The changes of a subject lie together, so that a chart is read in one
	// sweep. Area levels are worked out by the file; each has a list by id and
	// one by due day, which carry the state so that a filter by state does not
	// fetch what it drops.
	`CREATE TABLE changes (
		subject TEXT NOT NULL,
		version INTEGER NOT NULL CHECK (version > 0),
		at INTEGER NOT NULL, -- milliseconds since 1970 UTC
		entries TEXT NOT NULL, -- JSON
		audit TEXT NOT NULL, -- JSON
		PRIMARY KEY (subject, version)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX changes_at ON changes (at);

	CREATE TABLE docs (
		kind TEXT NOT NULL,
		id TEXT NOT NULL,
		version INTEGER NOT NULL,
		area TEXT NOT NULL,
		state TEXT NOT NULL,
		due INTEGER NOT NULL, -- days since 0000-12-31, 0: none
		expires INTEGER, -- milliseconds since 1970 UTC, NULL: never
		terms TEXT NOT NULL, -- JSON
		body BLOB,
		county TEXT AS (substr(area, 1, 6)),
		township TEXT AS (substr(area, 1, 9)),
		village TEXT AS (substr(area, 1, 12)),
		PRIMARY KEY (kind, id)
	) STRICT;
	CREATE INDEX docs_id ON docs (kind, id, state);
	CREATE INDEX docs_county ON docs (kind, county, id, state);
	CREATE INDEX docs_township ON docs (kind, township, id, state);
	CREATE INDEX docs_village ON docs (kind, village, id, state);
	CREATE INDEX docs_due ON docs (kind, due, id, state);
	CREATE INDEX docs_county_due ON docs (kind, county, due, id, state);
	CREATE INDEX docs_township_due ON docs (kind, township, due, id, state);
	CREATE INDEX docs_village_due ON docs (kind, village, due, id, state);
	CREATE INDEX docs_expires ON docs (kind, expires) WHERE expires IS NOT NULL;

	CREATE TABLE terms (
		kind TEXT NOT NULL,
		term TEXT NOT NULL,
		area TEXT NOT NULL,
		id TEXT NOT NULL,
		PRIMARY KEY (kind, term, area, id)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX terms_id ON terms (kind, id, term);
	CREATE INDEX terms_area ON terms (kind, area, term, id);`,
}

func migrate(ctx context.Context, db *sql.DB) error {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > len(migrations) {
		return fmt.Errorf("the file was made by a newer version of this program (file %d, program %d)", version, len(migrations))
	}
	for ; version < len(migrations); version++ {
		if err := step(ctx, db, version); err != nil {
			return fmt.Errorf("bringing the file to version %d: %w", version+1, err)
		}
	}
	return nil
}

// step does one migration and says so in the file, both or neither.
func step(ctx context.Context, db *sql.DB, version int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, migrations[version]); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version+1)); err != nil {
		return err
	}
	return tx.Commit()
}
